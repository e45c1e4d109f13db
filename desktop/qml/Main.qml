pragma ComponentBehavior: Bound

import QtQuick

// The kiosk's window. On the plum panel is the customer's side: the store, the orb that listens, the keypad. On the
// paper beside it (below it on a tall screen) is the shop's: question, answer and cards.
Window {
    id: window

    required property var kiosk
    readonly property string mode: kiosk.state
    readonly property bool portrait: height > width
    // Nobody is being served: the panel covers the window.
    readonly property bool whole: mode === "attract" || mode === "starting" || mode === "problem"
    readonly property int extent: portrait ? Theme.px(404) : Theme.px(392)
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
        anchors { right: parent.right; bottom: parent.bottom; rightMargin: -width * 0.32; bottomMargin: -height * 0.36 }
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
        thinking: window.mode === "thinking"
        stable: window.kiosk.stable
        tentative: window.kiosk.tentative
        reply: window.kiosk.reply
        problem: window.kiosk.problem
        greeting: window.kiosk.greeting
        help: window.kiosk.help
        confirming: window.kiosk.confirming
        cards: window.kiosk.cards
        texts: window.kiosk.texts
        bleed: Theme.margin
        onAnsweredYesNo: yes => window.kiosk.answer(yes)
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
        anchors { left: parent.left; right: parent.right; leftMargin: parent.width * 0.12; rightMargin: parent.width * 0.12 }
        y: window.height * (window.portrait ? 0.61 : 0.73)
        visible: window.whole
        mode: window.mode
        greetings: window.kiosk.attract
        progress: window.kiosk.progress
        problem: window.kiosk.problem
        storeName: window.kiosk.storeName
    }

    Orb {
        id: orb

        readonly property bool small: keypad.open && !window.portrait
        readonly property real centerX: window.whole ? window.width / 2 : window.portrait ? Theme.px(140) : small ? Theme.px(98) : window.extent / 2
        readonly property real centerY: window.whole ? window.height * (window.portrait ? 0.4 : 0.405) : window.portrait ? Theme.px(284) : small ? Theme.px(172) : Theme.px(286)

        x: centerX - width / 2
        y: centerY - height / 2
        scale: window.whole ? (window.portrait ? 1.5 : 1.12) : window.portrait ? 0.6 : small ? 0.4 : 0.8
        mode: window.mode
        level: window.kiosk.level

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
        x: beside ? orb.centerX + orb.width * orb.scale / 2 + Theme.px(20) : Theme.px(24)
        y: beside ? orb.centerY - height / 2 : Theme.px(450)
        width: (window.portrait ? window.width - Theme.margin : window.extent - Theme.px(24)) - x
        beside: window.portrait || keypad.open
        size: Theme.px(window.portrait ? 36 : keypad.open ? 24 : 30)
        visible: !window.whole
        mode: window.mode
        level: window.kiosk.level
        texts: window.kiosk.texts
    }

    KioskText {
        anchors { left: parent.left; top: parent.top; leftMargin: Theme.px(36); topMargin: Theme.px(28) }
        width: (window.portrait ? window.width - tools.width - Theme.px(40) : window.extent - tools.width) - 2 * Theme.px(36)
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
    }

    Row {
        id: tools

        x: (window.portrait ? window.width - Theme.margin : window.extent - Theme.px(28)) - width
        y: Theme.px(28)
        spacing: Theme.px(12)

        PanelButton {
            objectName: "start_over"
            visible: !window.whole
            symbol: "icons/home.svg"
            onClicked: {
                window.typing = false;
                window.kiosk.startOver();
            }
        }
    }

    LanguageChips {
        x: window.portrait ? (window.width - width) / 2 : window.width - width - Theme.margin
        y: window.portrait ? Theme.px(112) : Theme.px(28)
        visible: window.mode !== "starting" && !(window.mode === "problem")
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
        x: window.portrait ? window.width - width - Theme.margin : Theme.px(36)
        y: window.portrait ? window.extent - height - Theme.px(30) : window.height - height - Theme.px(36)
        visible: window.mode !== "starting" && window.mode !== "problem"
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

        y: open ? window.height - height : window.height + Theme.px(8)
        width: window.portrait ? window.width : window.extent
        height: implicitHeight
        visible: y < window.height
        open: window.typing && !window.whole
        wanted: window.wanted
        texts: window.kiosk.texts
        onDone: digits => window.typed(digits)
        onClosed: window.typing = false

        Behavior on y {
            NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic }
        }
    }
}
