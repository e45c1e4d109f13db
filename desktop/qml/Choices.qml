pragma ComponentBehavior: Bound

import QtQuick

// What the customer may have meant, a button each.
Flow {
    id: choices

    required property var options

    signal chosen(words: string)

    spacing: Theme.gap

    Repeater {
        model: choices.options

        Chip {
            required property var modelData
            required property int index

            objectName: "choice_" + index
            text: modelData.label
            chosen: false
            dark: false
            onClicked: choices.chosen(modelData.words)
        }
    }
}
