pragma ComponentBehavior: Bound

import QtQuick

// The helper itself: a marigold that opens with the customer's voice. Seen from across the shop it tells who is
// talking: marigold and open, it listens; pale with wandering dots, it thinks; green, it speaks.
Item {
    id: orb

    required property string mode
    required property real level
    property bool haloed: true
    readonly property bool listening: mode === "listening" || mode === "attract"
    readonly property bool thinking: mode === "thinking" || mode === "starting"
    readonly property bool speaking: mode === "speaking"
    readonly property bool troubled: mode === "problem"
    readonly property list<color> tones: {
        if (speaking)
            return [Theme.goodBright, Theme.good];
        if (thinking)
            return [Theme.cream, "#f3d9a4"];
        return troubled ? ["#c2584a", Theme.bad] : [Theme.accentLight, "#ef8e0a"];
    }
    property real loudness: listening ? level : 0
    property real breath: 0

    implicitWidth: Theme.px(340)
    implicitHeight: implicitWidth

    Behavior on loudness {
        NumberAnimation { duration: Theme.quick }
    }

    SequentialAnimation on breath {
        running: !orb.troubled
        loops: Animation.Infinite

        NumberAnimation { to: 1; duration: orb.speaking ? 520 : 1900; easing.type: Easing.InOutSine }
        NumberAnimation { to: 0; duration: orb.speaking ? 520 : 1900; easing.type: Easing.InOutSine }
    }

    component Petals: Image {
        anchors.fill: parent
        sourceSize: Qt.size(Math.round(orb.width), Math.round(orb.width))

        Behavior on opacity {
            NumberAnimation { duration: Theme.calm }
        }
    }

    Image {
        anchors.centerIn: parent
        width: orb.width * 1.42
        height: width
        sourceSize: Qt.size(Math.round(width), Math.round(width))
        source: "icons/mandala.svg"
        opacity: orb.haloed ? 0.3 : 0

        Behavior on opacity {
            NumberAnimation { duration: Theme.calm }
        }
    }

    Petals {
        source: "icons/petals_outer_marigold.svg"
        opacity: orb.listening ? 1 : orb.speaking ? 0 : 0.45
        scale: 0.84 + 0.04 * orb.breath + 0.2 * orb.loudness
    }

    Petals {
        source: "icons/petals_outer_peacock.svg"
        opacity: orb.speaking ? 1 : 0
        scale: 0.88 + 0.12 * orb.breath
    }

    Petals {
        source: "icons/petals_inner_marigold.svg"
        opacity: orb.listening ? 1 : orb.speaking ? 0 : 0.4
        scale: 0.86 + 0.02 * orb.breath + 0.12 * orb.loudness
    }

    Petals {
        source: "icons/petals_inner_peacock.svg"
        opacity: orb.speaking ? 1 : 0
        scale: 0.88 + 0.08 * (1 - orb.breath)
    }

    Rectangle {
        id: core

        property color lightSide: orb.tones[0]
        property color darkSide: orb.tones[1]

        anchors.centerIn: parent
        width: orb.width * 0.46
        height: width
        radius: width / 2
        gradient: Gradient {
            GradientStop { position: 0; color: core.lightSide }
            GradientStop { position: 1; color: core.darkSide }
        }

        Behavior on lightSide {
            ColorAnimation { duration: Theme.calm }
        }

        Behavior on darkSide {
            ColorAnimation { duration: Theme.calm }
        }

        Image {
            anchors.centerIn: parent
            width: core.width * 0.52
            height: width
            sourceSize: Qt.size(Math.round(width), Math.round(width))
            visible: !orb.thinking
            source: orb.speaking ? "icons/speaker.svg" : orb.troubled ? "icons/sorry_cream.svg" : "icons/mic.svg"
        }

        WaitingDots {
            anchors.centerIn: parent
            size: core.width * 0.13
            color: Theme.ink
            visible: orb.thinking
        }
    }
}
