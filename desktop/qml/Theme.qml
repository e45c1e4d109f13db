pragma Singleton

import QtQuick

// Colours, sizes, durations and fonts of the whole window. Sizes are those of a 1366x768 screen (or 768x1366), times
// `unit`, which Main sets from the window's size.
QtObject {
    property real unit: 1

    // Plum ink, marigold accent, warm paper.
    readonly property color ink: "#34182f"
    readonly property color inkSoft: "#735d6c"
    readonly property color panel: "#3b1a37"
    readonly property color panelDeep: "#2a0f28"
    readonly property color panelRaised: "#4d2948"
    readonly property color cream: "#fff3dc"
    readonly property color creamSoft: "#d8c1cd"
    readonly property color accent: "#f5a11c"
    readonly property color accentLight: "#ffc65a"
    readonly property color accentDeep: "#9a4f00"
    readonly property color accentPale: "#ffedcb"
    readonly property color paper: "#fff9ee"
    readonly property color card: "#ffffff"
    readonly property color tile: "#fcf3e2"
    readonly property color line: "#efe0c8"

    // What is good, and what is gone or went wrong.
    readonly property color good: "#1b7468"
    readonly property color goodBright: "#3fae9f"
    readonly property color goodPale: "#def1ec"
    readonly property color bad: "#a63d2f"
    readonly property color badPale: "#fae5dd"

    readonly property int display: px(54)
    readonly property int title: px(40)
    readonly property int heading: px(32)
    readonly property int body: px(26)
    readonly property int label: px(22)
    readonly property int small: px(19)

    readonly property int gap: px(16)
    readonly property int margin: px(40)
    readonly property int radius: px(24)
    readonly property int touch: Math.max(64, px(68))

    // Milliseconds.
    property int quick: 160
    property int calm: 420
    property int greeting: 4000

    function px(size: real): int {
        return Math.round(size * unit);
    }

    // Each script has its font: leaving it to font merging would choose another one on every system.
    function bengali(text: string): bool {
        return /[\u0980-\u09ff]/.test(text);
    }

    function family(text: string): string {
        return bengali(text) ? "Noto Sans Bengali" : "Noto Sans";
    }
}
