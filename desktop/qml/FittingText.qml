pragma ComponentBehavior: Bound

import QtQuick

// A text in the largest of `sizes` with which it fits into `maximumHeight`. If none does, it scrolls.
Flickable {
    id: box

    required property string text
    required property real maximumHeight
    property list<int> sizes: [Theme.title, Theme.heading, Theme.body, Theme.label]
    property color color: Theme.ink
    // Whether it keeps its end in sight, as the words are being spoken.
    property bool follows: false
    // The larger sizes are semi-bold, the ones for reading are not.
    property int boldFrom: Theme.heading
    readonly property int step: {
        for (let number = 0; number < probes.count; number++) {
            const probe = probes.itemAt(number);
            if (probe && probe.implicitHeight <= maximumHeight)
                return number;
        }
        return sizes.length - 1;
    }
    readonly property int pixelSize: sizes[step]

    function scroll(): void {
        contentY = follows ? Math.max(0, contentHeight - height) : 0;
    }

    function weight(size: int): int {
        return size >= boldFrom ? Font.DemiBold : Font.Normal;
    }

    height: {
        if (label.implicitHeight <= maximumHeight)
            return label.implicitHeight;
        const line = label.contentHeight / label.lineCount;
        return label.topPadding + Math.floor((maximumHeight - label.topPadding) / line) * line;
    }
    contentHeight: label.implicitHeight
    contentWidth: width
    boundsBehavior: Flickable.StopAtBounds
    interactive: contentHeight > height
    clip: interactive
    onContentHeightChanged: scroll()
    onHeightChanged: scroll()

    Repeater {
        id: probes

        model: box.sizes

        KioskText {
            required property int modelData

            words: box.text
            width: box.width
            visible: false
            font.pixelSize: modelData
            font.weight: box.weight(modelData)
            wrapMode: Text.Wrap
        }
    }

    KioskText {
        id: label

        words: box.text
        width: box.width
        color: box.color
        font.pixelSize: box.pixelSize
        font.weight: box.weight(box.pixelSize)
        wrapMode: Text.Wrap
    }
}
