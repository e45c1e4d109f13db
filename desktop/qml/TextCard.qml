import QtQuick

// A policy, or a question with its answer: a title and a text to read.
Surface {
    id: sheet

    required property string title
    required property string body
    // How high the card may become.
    required property real most
    readonly property int pad: Theme.px(30)

    implicitHeight: reading.y + reading.contentHeight + pad

    KioskText {
        id: title

        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            margins: sheet.pad
            topMargin: Theme.px(24)
        }
        words: sheet.title
        color: Theme.accentDeep
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
    }

    FittingText {
        id: reading

        anchors {
            left: parent.left
            right: parent.right
            top: title.bottom
            margins: sheet.pad
            topMargin: Theme.px(12)
        }
        text: sheet.body
        maximumHeight: Math.max(0, sheet.most - y - sheet.pad)
        sizes: [Theme.px(39), Theme.px(34), Theme.px(30), Theme.body, Theme.px(24), Theme.label]
        boldFrom: Theme.px(100)
    }
}
