pragma ComponentBehavior: Bound

import QtQuick

// How loud the customer is: bars that rise from dots, highest in the middle.
Row {
    id: meter

    required property real level
    readonly property list<real> shape: [0.3, 0.5, 0.72, 0.9, 1, 0.9, 0.72, 0.5, 0.3]
    readonly property real bar: Theme.px(9)
    property real shown: level

    height: Theme.px(60)
    spacing: bar * 0.8

    Behavior on shown {
        NumberAnimation { duration: Theme.quick }
    }

    Repeater {
        model: meter.shape

        Rectangle {
            required property real modelData

            anchors.verticalCenter: parent.verticalCenter
            width: meter.bar
            height: meter.bar + (meter.height - meter.bar) * Math.min(1, meter.shown * 1.25) * modelData
            radius: width / 2
            color: Theme.accent
            opacity: 0.55 + 0.45 * modelData
        }
    }
}
