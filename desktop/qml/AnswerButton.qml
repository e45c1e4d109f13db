import QtQuick
import QtQuick.Controls.Basic

// Yes or no, with a sign for those who do not read.
AbstractButton {
    id: button

    required property bool yes

    implicitWidth: Theme.px(230)
    implicitHeight: Math.max(Theme.touch, Theme.px(96))
    focusPolicy: Qt.NoFocus
    opacity: enabled ? 1 : 0.35

    background: Rectangle {
        radius: Theme.radius
        color: button.yes ? Theme.good : Theme.card
        border.width: button.yes ? 0 : Theme.px(3)
        border.color: Theme.ink
        scale: button.down ? 0.96 : 1

        Behavior on scale {
            NumberAnimation { duration: Theme.quick }
        }
    }

    contentItem: Item {
        Row {
            anchors.centerIn: parent
            spacing: Theme.px(16)

            Image {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(44)
                height: width
                sourceSize: Qt.size(width, width)
                source: button.yes ? "icons/check.svg" : "icons/cross.svg"
            }

            KioskText {
                words: button.text
                color: button.yes ? Theme.card : Theme.ink
                font.pixelSize: Theme.px(36)
                font.weight: Font.DemiBold
            }
        }
    }
}
