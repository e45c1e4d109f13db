import QtQuick

// An order: where it is, what is in it, what it cost.
Surface {
    id: order

    required property string title
    required property string day
    required property string total
    required property string status
    required property string statusText
    required property var lines
    required property var texts
    readonly property bool cancelled: status === "cancelled"
    readonly property int pad: Theme.px(30)

    implicitHeight: items.y + items.implicitHeight + Theme.px(18)

    KioskText {
        id: title

        anchors {
            left: parent.left
            top: parent.top
            right: sum.left
            margins: order.pad
            topMargin: Theme.px(22)
        }
        words: order.title
        font.pixelSize: Theme.px(34)
        font.weight: Font.DemiBold
        elide: Text.ElideRight
    }

    Row {
        id: sum

        anchors { right: parent.right; rightMargin: order.pad; verticalCenter: title.verticalCenter }
        spacing: Theme.px(12)

        KioskText {
            anchors.verticalCenter: parent.verticalCenter
            words: order.texts.total
            color: Theme.inkSoft
            font.pixelSize: Theme.label
        }

        KioskText {
            id: amount

            words: order.total
            font.pixelSize: Theme.px(34)
            font.weight: Font.DemiBold
        }
    }

    Item {
        id: progress

        anchors {
            left: parent.left
            right: parent.right
            top: title.bottom
            margins: order.pad
            topMargin: Theme.px(16)
        }
        height: order.cancelled ? badge.height : steps.height

        OrderSteps {
            id: steps

            width: parent.width
            visible: !order.cancelled
            status: order.status
            day: order.day
            texts: order.texts
        }

        Rectangle {
            id: badge

            objectName: "order_cancelled"
            width: parent.width
            height: Theme.px(76)
            radius: Theme.px(18)
            visible: order.cancelled
            color: Theme.badPale

            Row {
                anchors.centerIn: parent
                spacing: Theme.px(14)

                Image {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.px(34)
                    height: width
                    sourceSize: Qt.size(width, width)
                    source: "icons/cross_clay.svg"
                }

                KioskText {
                    words: order.statusText
                    color: Theme.bad
                    font.pixelSize: Theme.px(30)
                    font.weight: Font.DemiBold
                }
            }
        }
    }

    Rectangle {
        id: rule

        anchors {
            left: parent.left
            right: parent.right
            top: progress.bottom
            margins: order.pad
            topMargin: Theme.px(16)
        }
        height: Math.max(1, Theme.px(1.5))
        color: Theme.line
    }

    OrderLines {
        id: items

        anchors {
            left: parent.left
            right: parent.right
            top: rule.bottom
            bottom: parent.bottom
            margins: order.pad
            topMargin: Theme.px(8)
            bottomMargin: Theme.px(14)
        }
        lines: order.lines
        narrow: width < Theme.px(560)
        dense: lines.length > 2
        opacity: order.cancelled ? 0.6 : 1
    }
}
