import QtQuick
import QtQuick.Controls.Basic

// How many wait for the staff, in the corner where the staff looks. Touching it asks for the PIN.
AbstractButton {
    id: call

    required property int waiting

    objectName: "staff_call"
    implicitWidth: row.implicitWidth + Theme.px(32)
    implicitHeight: Theme.px(48)
    visible: waiting > 0
    focusPolicy: Qt.NoFocus

    background: Rectangle {
        radius: height / 2
        color: Theme.accent
    }

    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.px(10)

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(14)
                height: width
                radius: width / 2
                color: Theme.bad
            }

            KioskText {
                objectName: "staff_waiting"
                words: call.waiting
                color: Theme.ink
                font.pixelSize: Theme.label
                font.weight: Font.DemiBold
            }
        }
    }
}
