pragma ComponentBehavior: Bound

import QtQuick

// The large words under the orb while nobody is served: the invitation in one language after the other, what the
// kiosk still waits for, or why it cannot serve.
Item {
    id: welcome

    required property string mode
    required property var greetings
    required property string progress
    required property string problem
    required property string storeName
    property int turn: 0
    readonly property string words: problem || (mode === "starting" ? progress : greetings[turn].greeting)

    SequentialAnimation {
        running: welcome.mode === "attract" && !welcome.problem
        loops: Animation.Infinite
        onStopped: line.opacity = 1

        PauseAnimation { duration: Theme.greeting }
        NumberAnimation { target: line; property: "opacity"; to: 0; duration: Theme.calm }
        ScriptAction { script: welcome.turn = (welcome.turn + 1) % welcome.greetings.length }
        NumberAnimation { target: line; property: "opacity"; to: 1; duration: Theme.calm }
    }

    KioskText {
        id: name

        width: parent.width
        visible: welcome.mode === "starting"
        height: visible ? implicitHeight : 0
        words: welcome.storeName
        color: Theme.cream
        font.pixelSize: Theme.display
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        elide: Text.ElideRight
    }

    KioskText {
        id: line

        objectName: welcome.problem ? "problem" : "welcome"
        anchors.top: name.bottom
        anchors.topMargin: name.visible ? Theme.gap : 0
        width: parent.width
        words: welcome.words
        color: welcome.mode === "starting" ? Theme.creamSoft : Theme.cream
        font.pixelSize: welcome.mode === "starting" ? Theme.body : Theme.display
        font.weight: welcome.mode === "starting" ? Font.Normal : Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
    }
}
