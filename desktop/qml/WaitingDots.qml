pragma ComponentBehavior: Bound

import QtQuick

// Three dots that light up one after the other.
Row {
    id: dots

    property real size: Theme.px(16)
    property color color: Theme.accent
    property int lit: 0

    spacing: size * 0.7

    Timer {
        interval: 360
        repeat: true
        running: dots.visible
        onTriggered: dots.lit = (dots.lit + 1) % 3
    }

    Repeater {
        model: 3

        Rectangle {
            required property int index

            width: dots.size
            height: width
            radius: width / 2
            color: dots.color
            opacity: index === dots.lit ? 1 : 0.3

            Behavior on opacity {
                NumberAnimation { duration: 300 }
            }
        }
    }
}
