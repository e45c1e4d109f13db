import QtQuick

// What will be done, read back before it is done: the question, what it is about, the money, yes and no.
Surface {
    id: confirm

    required property string title
    required property string total
    required property string refund
    required property var lines
    required property var texts
    required property bool active
    readonly property bool upright: width < Theme.px(720)
    readonly property int pad: Theme.px(30)


    signal answered(yes: bool)

    implicitHeight: {
        const facts = title.height + items.implicitHeight + sums.height + 2 * pad + Theme.px(24);
        return upright ? facts + buttons.height + pad : Math.max(facts, Theme.px(300));
    }
    edge: active ? Theme.accent : Theme.line
    edgeWidth: Theme.px(5)

    Item {
        id: facts

        anchors { left: parent.left; top: parent.top; margins: confirm.pad }
        width: confirm.upright ? confirm.width - 2 * confirm.pad : confirm.width - buttons.width - 3 * confirm.pad
        height: (confirm.upright ? buttons.y : confirm.height) - 2 * confirm.pad

        KioskText {
            id: title

            width: parent.width
            words: confirm.title
            font.pixelSize: Theme.heading
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }

        OrderLines {
            id: items

            anchors {
                left: parent.left
                right: parent.right
                top: title.bottom
                bottom: sums.top
                topMargin: Theme.px(10)
                bottomMargin: Theme.px(10)
            }
            lines: confirm.lines
            narrow: true
            dense: !confirm.upright && confirm.lines.length > 2
        }

        Column {
            id: sums

            anchors.bottom: parent.bottom
            width: parent.width
            spacing: Theme.px(10)

            Rectangle {
                width: parent.width
                height: Math.max(1, Theme.px(1.5))
                color: Theme.line
            }

            Flow {
                width: parent.width
                spacing: Theme.px(30)

                KioskText {
                    words: confirm.texts.total + ": " + confirm.total
                    font.pixelSize: Theme.px(27)
                    font.weight: Font.DemiBold
                }

                KioskText {
                    visible: words
                    words: confirm.refund
                    color: Theme.good
                    font.pixelSize: Theme.px(27)
                    font.weight: Font.DemiBold
                }
            }
        }
    }

    Grid {
        id: buttons

        readonly property real half: (confirm.width - 2 * confirm.pad - spacing) / 2
        readonly property real tall: Math.min(Theme.px(130), (confirm.height - 2 * confirm.pad - spacing) / 2)

        x: confirm.width - width - confirm.pad
        y: confirm.upright ? confirm.height - height - confirm.pad : (confirm.height - height) / 2
        columns: confirm.upright ? 2 : 1
        spacing: Theme.px(20)

        AnswerButton {
            objectName: "confirm_yes"
            yes: true
            text: confirm.texts.yes
            enabled: confirm.active
            width: confirm.upright ? buttons.half : implicitWidth
            height: confirm.upright ? implicitHeight : buttons.tall
            onClicked: confirm.answered(true)
        }

        AnswerButton {
            objectName: "confirm_no"
            yes: false
            text: confirm.texts.no
            enabled: confirm.active
            width: confirm.upright ? buttons.half : implicitWidth
            height: confirm.upright ? implicitHeight : buttons.tall
            onClicked: confirm.answered(false)
        }
    }
}
