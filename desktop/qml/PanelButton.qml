import QtQuick
import QtQuick.Controls.Basic

// A quiet button on the plum panel: an icon, and a text if there is one.
AbstractButton {
    id: button

    required property url symbol
    property bool chosen: false

    implicitWidth: text ? label.implicitWidth + Theme.px(88) : Theme.touch
    implicitHeight: Theme.touch
    focusPolicy: Qt.NoFocus

    background: Rectangle {
        radius: height / 2
        color: button.chosen ? "#6b4264" : Theme.panelRaised
        border.width: Math.max(1, Theme.px(1.5))
        border.color: button.chosen ? Theme.accent : "#7a5a72"
        scale: button.down ? 0.95 : 1

        Behavior on scale {
            NumberAnimation { duration: Theme.quick }
        }
    }

    contentItem: Item {
        Row {
            anchors.centerIn: parent
            spacing: Theme.px(12)

            Image {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(30)
                height: width
                sourceSize: Qt.size(width, width)
                source: button.symbol
            }

            KioskText {
                id: label

                anchors.verticalCenter: parent.verticalCenter
                visible: words
                words: button.text
                color: Theme.cream
                font.pixelSize: Theme.label
            }
        }
    }
}
