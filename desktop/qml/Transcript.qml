import QtQuick

// What the customer says, growing as it is understood: `stable` firm, `tentative` lighter and right behind it. Once
// the question has been answered it steps back to a small reminder above the answer.
Item {
    id: transcript

    required property string stable
    required property string tentative
    required property bool answered
    readonly property bool lengthy: stable.length + tentative.length > 90
    readonly property int size: answered ? Theme.body : Theme.px(lengthy ? 38 : 50)
    // Where the last firm word ends, so that the first tentative one follows it on the same line.
    property real tailX: 0
    property real tailY: 0

    implicitHeight: Math.max(bar.height, firm.height, light.visible ? light.y + light.implicitHeight : 0)
    visible: stable || tentative

    function place() {
        const start = firm.words ? firm.tail + size * 0.28 : 0;
        const fits = start + firstWord.implicitWidth <= light.width;
        tailX = fits ? start : 0;
        tailY = fits ? firm.lastY : firm.implicitHeight;
        light.forceLayout();
    }

    KioskText {
        id: firstWord

        visible: false
        words: transcript.tentative.split(" ")[0]
        font.pixelSize: transcript.size
        font.weight: Font.DemiBold
    }

    Rectangle {
        id: bar

        width: Theme.px(6)
        height: Math.max(firm.implicitHeight, light.visible ? light.y + light.implicitHeight : 0)
        radius: width / 2
        color: Theme.accent
    }

    KioskText {
        id: firm

        property real tail: 0
        property real lastY: 0

        objectName: "stable"
        anchors { left: bar.right; right: parent.right; leftMargin: Theme.px(20) }
        words: transcript.stable
        color: transcript.answered ? Theme.inkSoft : Theme.ink
        font.pixelSize: transcript.size
        font.weight: transcript.answered ? Font.Normal : Font.DemiBold
        wrapMode: Text.Wrap
        elide: transcript.answered ? Text.ElideRight : Text.ElideNone
        maximumLineCount: transcript.answered ? 2 : 6
        onLineLaidOut: line => {
            tail = line.implicitWidth;
            lastY = words ? line.y : 0;
        }
        onTextChanged: Qt.callLater(transcript.place)
        onWidthChanged: Qt.callLater(transcript.place)
    }

    KioskText {
        id: light

        objectName: "tentative"
        x: firm.x
        y: transcript.tailY
        width: firm.width
        visible: words
        words: transcript.tentative
        color: "#a58f9c"
        font.pixelSize: transcript.size
        font.weight: Font.DemiBold
        wrapMode: Text.Wrap
        onLineLaidOut: line => {
            if (line.number === 0) {
                line.x = transcript.tailX;
                line.width = width - transcript.tailX;
            }
        }
        onTextChanged: Qt.callLater(transcript.place)
    }
}
