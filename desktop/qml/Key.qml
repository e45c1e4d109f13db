import QtQuick
import QtQuick.Controls.Basic

// A key of the keypad: a digit, or a sign.
AbstractButton {
    id: key

    property url symbol: ""
    property bool strong: false

    focusPolicy: Qt.NoFocus
    opacity: enabled ? 1 : 0.35

    background: Rectangle {
        radius: Theme.px(18)
        color: key.strong ? Theme.goodBright : key.down ? "#82577a" : "#613a5b"
        scale: key.down ? 0.95 : 1
    }

    contentItem: Item {
        KioskText {
            anchors.centerIn: parent
            words: key.text
            color: Theme.cream
            font.pixelSize: Theme.px(36)
            font.weight: Font.DemiBold
        }

        Image {
            anchors.centerIn: parent
            width: Theme.px(40)
            height: width
            sourceSize: Qt.size(width, width)
            source: key.symbol
        }
    }
}
