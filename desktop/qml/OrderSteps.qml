pragma ComponentBehavior: Bound

import QtQuick

// How far an order has come, as a line of four steps.
Row {
    id: steps

    required property string status
    required property string day
    required property var texts
    readonly property list<string> names: ["pending", "confirmed", "shipped", "delivered"]
    readonly property int reached: names.indexOf(status)
    readonly property int disc: Theme.px(46)

    component Word: KioskText {
        width: parent.width
        font.pixelSize: Theme.px(23)
        horizontalAlignment: Text.AlignHCenter
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.px(14)
        elide: Text.ElideRight
    }

    Repeater {
        model: steps.names

        Column {
            id: step

            required property string modelData
            required property int index
            readonly property bool done: index < steps.reached || steps.reached === 3
            readonly property bool current: index === steps.reached && !done

            objectName: "step_" + modelData
            width: steps.width / 4
            spacing: Theme.px(2)

            Item {
                width: parent.width
                height: steps.disc + Theme.px(6)

                Rectangle {
                    x: (steps.disc - width) / 2 - steps.disc / 2
                    y: (steps.disc - height) / 2
                    width: step.width - steps.disc
                    height: Theme.px(6)
                    visible: step.index > 0
                    color: step.index <= steps.reached ? Theme.good : Theme.line
                }

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: steps.disc
                    height: width
                    radius: width / 2
                    color: step.done ? Theme.good : step.current ? Theme.accent : Theme.card
                    border.width: step.done ? 0 : Theme.px(5)
                    border.color: step.current ? Theme.accentPale : Theme.line

                    Image {
                        anchors.centerIn: parent
                        width: Math.round(parent.width * 0.62)
                        height: width
                        sourceSize: Qt.size(width, width)
                        source: "icons/check.svg"
                        visible: step.done
                    }
                }
            }

            Word {
                words: steps.texts["status_" + step.modelData]
                color: step.index <= steps.reached ? Theme.ink : Theme.inkSoft
                font.weight: step.index === steps.reached ? Font.DemiBold : Font.Normal
            }

            Word {
                visible: step.index === 3 && words
                words: steps.day
                color: Theme.accentDeep
                font.weight: Font.DemiBold
            }
        }
    }
}
