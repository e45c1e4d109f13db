import QtQuick

// In words and bars what the orb tells in colour. Beside the orb it is set left, below it in the middle.
Column {
    id: status

    required property string mode
    required property real level
    required property var texts
    required property bool beside
    required property int size

    spacing: Theme.px(14)

    KioskText {
        objectName: "state_text"
        width: status.width
        words: status.mode === "thinking" || status.mode === "listening" ? status.texts[status.mode] : ""
        color: Theme.cream
        font.pixelSize: status.size
        font.weight: Font.DemiBold
        horizontalAlignment: status.beside ? Text.AlignLeft : Text.AlignHCenter
        wrapMode: Text.WordWrap
    }

    LevelMeter {
        objectName: "meter"
        x: status.beside ? 0 : (status.width - width) / 2
        level: status.level
        opacity: status.mode === "listening" ? 1 : 0

        Behavior on opacity {
            NumberAnimation { duration: Theme.calm }
        }
    }
}
