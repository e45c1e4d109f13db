pragma ComponentBehavior: Bound

import QtQuick

// The languages that the kiosk speaks, to touch.
Row {
    id: chips

    required property var languages
    required property string language
    required property bool dark
    property real least: Theme.px(118)

    signal chosen(code: string)

    spacing: Theme.px(12)

    Repeater {
        model: chips.languages

        Chip {
            required property var modelData

            objectName: "chip_" + modelData.code
            text: modelData.name
            chosen: modelData.code === chips.language
            dark: chips.dark
            least: chips.least
            onClicked: chips.chosen(modelData.code)
        }
    }
}
