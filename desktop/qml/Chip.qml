import QtQuick
import QtQuick.Controls.Basic

// A language in its own script.
AbstractButton {
    id: chip

    required property bool chosen
    required property bool dark
    property real least: Theme.px(118)

    implicitWidth: Math.max(least, name.implicitWidth + Theme.px(44))
    implicitHeight: Theme.touch
    focusPolicy: Qt.NoFocus

    background: Rectangle {
        radius: height / 2
        color: chip.chosen ? Theme.accent : chip.dark ? Theme.panelRaised : Theme.card
        border.width: chip.chosen ? 0 : Math.max(1, Theme.px(1.5))
        border.color: chip.dark ? "#7a5a72" : Theme.line
        scale: chip.down ? 0.95 : 1

        Behavior on scale {
            NumberAnimation { duration: Theme.quick }
        }
    }

    contentItem: Item {
        KioskText {
            id: name

            anchors.centerIn: parent
            words: chip.text
            color: chip.dark && !chip.chosen ? Theme.cream : Theme.ink
            font.pixelSize: Theme.px(24)
            font.weight: chip.chosen ? Font.DemiBold : Font.Normal
        }
    }
}
