pragma ComponentBehavior: Bound

import QtQuick

// The kiosk's window. On the plum panel is the customer's side: the store, the orb that listens, the keypad. On the
// paper beside it (below it on a tall screen) is the shop's: question, answer and cards.
Window {
    id: window

    required property var kiosk
    readonly property string mode: kiosk.state
    readonly property bool portrait: height > width
    readonly property bool serving: mode !== "starting" && mode !== "problem"
    // There is no customer: the panel covers the window.
    readonly property bool whole: mode === "attract" || !serving
    readonly property int extent: portrait ? Theme.px(416) : Theme.px(392)
    readonly property string wanted: kiosk.wanted
    property bool typing: false

    function typed(digits: string): void {
        typing = false;
        kiosk.typeText(digits);
    }

    onWantedChanged: typing = wanted !== ""
    onWholeChanged: if (whole) typing = false
    width: 1366
    height: 768
    color: Theme.paper

    Binding {
        target: Theme
        property: "unit"
        value: Math.min(Math.min(window.width, window.height) / 768, Math.max(window.width, window.height) / 1366)
    }

    Image {
        anchors {
            right: parent.right
            bottom: parent.bottom
            rightMargin: -width * 0.32
            bottomMargin: -height * 0.36
        }
        width: Theme.px(620)
        height: width
        sourceSize: Qt.size(width, width)
        source: "icons/mandala_paper.svg"
        visible: !window.whole
    }

    Page {
        id: page

        x: (window.portrait ? 0 : window.extent + panel.hem) + Theme.margin
        y: window.portrait ? window.extent + panel.hem + Theme.px(28) : Theme.px(120)
        width: window.width - x - Theme.margin
        height: window.height - y - Theme.px(36) - (window.portrait && keypad.open ? keypad.height : 0)
        visible: !window.whole
        portrait: window.portrait
        mode: window.mode
        stable: window.kiosk.stable
        tentative: window.kiosk.tentative
        reply: window.kiosk.reply
        problem: window.kiosk.problem
        greeting: window.kiosk.greeting
        help: window.kiosk.help
        confirming: window.kiosk.confirming
        choices: window.kiosk.choices
        cards: window.kiosk.cards
        texts: window.kiosk.texts
        bleed: Theme.margin
        onChosen: words => window.kiosk.choose(words)
        onConfirmed: yes => window.kiosk.answer(yes)
    }

    Panel {
        id: panel

        width: window.width
        height: window.height
        portrait: window.portrait
        whole: window.whole
        extent: window.extent
    }

    MouseArea {
        anchors.fill: parent
        enabled: window.mode === "attract"
        onClicked: window.kiosk.wake()
    }

    Welcome {
        anchors {
            left: parent.left
            right: parent.right
            leftMargin: parent.width * 0.12
            rightMargin: parent.width * 0.12
        }
        y: window.height * (window.portrait ? 0.67 : 0.73)
        visible: window.whole
        mode: window.mode
        greetings: window.kiosk.attract
        progress: window.kiosk.progress
        problem: window.kiosk.problem
        storeName: window.kiosk.storeName
    }

    Orb {
        id: orb

        // The place of its middle (x, y), and its scale (z).
        readonly property vector3d place: {
            const head = Theme.px(28) + Theme.touch;
            if (window.whole && window.portrait)
                return Qt.vector3d(window.width / 2, window.height * 0.43, 1.5);
            if (window.whole)
                return Qt.vector3d(window.width / 2, window.height * 0.405, 1.12);
            if (window.portrait)
                return Qt.vector3d(Theme.px(140), Theme.px(296), 0.6);
            if (keypad.open)
                return Qt.vector3d(Theme.px(98), (head + window.height - keypad.height) / 2, 0.4);
            return Qt.vector3d(window.extent / 2, Theme.px(308), 0.8);
        }

        x: place.x - width / 2
        y: place.y - height / 2
        scale: place.z
        mode: window.mode
        level: window.kiosk.level
        haloed: place.z > 0.7

        Behavior on x {
            NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic }
        }

        Behavior on y {
            NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic }
        }

        Behavior on scale {
            NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic }
        }
    }

    Status {
        x: beside ? orb.place.x + orb.width * orb.place.z / 2 + Theme.px(20) : Theme.px(24)
        y: beside ? orb.place.y - height / 2 : Theme.px(474)
        width: (window.portrait ? window.width : window.extent) - Theme.px(24) - x
        beside: window.portrait || keypad.open
        size: Theme.px(window.portrait ? 36 : keypad.open ? 24 : 30)
        visible: !window.whole
        mode: window.mode
        level: window.kiosk.level
        texts: window.kiosk.texts
    }

    KioskText {
        anchors { left: parent.left; top: parent.top; leftMargin: Theme.px(36); topMargin: Theme.px(28) }
        width: (window.portrait ? window.width : window.extent) - home.width - 2 * Theme.px(36)
        height: Theme.touch
        visible: window.mode !== "starting"
        words: window.kiosk.storeName
        color: Theme.cream
        font.pixelSize: Theme.px(30)
        font.weight: Font.DemiBold
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight

        // The staff holds the store's name.
        MouseArea {
            objectName: "staff_hold"
            anchors.fill: parent
            pressAndHoldInterval: 1500
            onPressAndHold: window.kiosk.operator.ask()
        }
    }

    StaffCall {
        // Below the languages on a tall screen, below the store's name on a wide one.
        x: window.portrait ? window.width - width - Theme.margin : Theme.px(36)
        y: window.portrait ? Theme.px(128) + Theme.touch : Theme.px(32) + Theme.touch
        waiting: window.kiosk.operator.waiting
        onClicked: window.kiosk.operator.ask()
    }

    PanelButton {
        id: home

        objectName: "start_over"
        x: (window.portrait ? window.width - Theme.margin : window.extent - Theme.px(28)) - width
        y: Theme.px(28)
        visible: !window.whole
        symbol: "icons/home.svg"
        onClicked: window.kiosk.startOver()
    }

    LanguageChips {
        x: window.width - width - Theme.margin
        least: window.portrait ? (window.width - 2 * Theme.margin - 3 * spacing) / 4 : Theme.px(118)
        y: window.portrait ? Theme.px(112) : Theme.px(28)
        visible: window.serving
        languages: window.kiosk.languages
        language: window.kiosk.language
        dark: window.portrait || window.whole
        onChosen: code => {
            window.kiosk.chooseLanguage(code);
            if (window.mode === "attract")
                window.kiosk.wake();
        }
    }

    PanelButton {
        objectName: "type_here"
        x: {
            if (!window.portrait)
                return Theme.px(36);
            return window.whole ? (window.width - width) / 2 : window.width - width - Theme.margin;
        }
        // In the band of a tall window it stands in line with the level meter.
        y: {
            if (window.portrait && !window.whole)
                return orb.place.y + Theme.px(36) - height / 2;
            return window.height - height - Theme.px(window.portrait ? 90 : 36);
        }
        visible: window.serving
        symbol: "icons/keypad.svg"
        text: window.kiosk.texts.type_here
        onClicked: {
            if (window.whole)
                window.kiosk.wake();
            window.typing = true;
        }
    }

    Keypad {
        id: keypad

        // How far it has slid in, 0 to 1.
        property real shown: open ? 1 : 0

        objectName: "keypad"
        y: window.height - shown * height
        width: window.portrait ? window.width : window.extent
        height: implicitHeight
        visible: shown > 0
        open: window.typing && !window.whole
        wanted: window.wanted
        texts: window.kiosk.texts
        onDone: digits => window.typed(digits)
        onClosed: window.typing = false

        Behavior on shown {
            NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic }
        }
    }

    StaffPanel {
        anchors.fill: parent
        operator: window.kiosk.operator
        texts: window.kiosk.texts
    }
}
