pragma ComponentBehavior: Bound

import QtQuick

// What is in an order, each with its picture; it scrolls if there is more than fits.
GridView {
    id: grid

    required property var lines
    property bool narrow: false
    property bool dense: false
    readonly property int columns: !narrow && lines.length > 1 ? 2 : 1

    implicitHeight: Math.ceil(lines.length / columns) * cellHeight
    cellWidth: Math.floor(width / columns)
    cellHeight: Theme.px(dense ? 70 : 84)
    boundsBehavior: Flickable.StopAtBounds
    interactive: contentHeight > height
    clip: true
    model: lines

    delegate: Item {
        id: line

        required property var modelData

        width: grid.cellWidth
        height: grid.cellHeight

        Picture {
            id: picture

            width: grid.cellHeight - Theme.px(12)
            height: width
            anchors.verticalCenter: parent.verticalCenter
            source: line.modelData.picture
        }

        Column {
            anchors {
                left: picture.right
                right: parent.right
                leftMargin: Theme.px(16)
                rightMargin: Theme.px(12)
                verticalCenter: parent.verticalCenter
            }

            KioskText {
                width: parent.width
                words: line.modelData.text
                font.pixelSize: Theme.px(23)
                elide: Text.ElideRight
            }

            KioskText {
                width: parent.width
                words: line.modelData.price
                font.pixelSize: Theme.px(24)
                font.weight: Font.DemiBold
            }
        }
    }
}
