import QtQuick

// The plum ground of the customer's side. Waiting for a customer it covers the window; then it slides back until
// `extent` of it is left, at the left of a wide window or the top of a tall one.
Rectangle {
    id: panel

    required property bool portrait
    required property bool whole
    required property int extent
    readonly property int hem: Theme.px(22)

    x: whole || portrait ? 0 : extent - width
    y: whole || !portrait ? 0 : extent - height
    gradient: Gradient {
        GradientStop { position: 0; color: Theme.panel }
        GradientStop { position: 1; color: Theme.panelDeep }
    }

    Behavior on x {
        NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic }
    }

    Behavior on y {
        NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic }
    }

    Image {
        x: panel.portrait ? 0 : panel.width
        y: panel.portrait ? panel.height : 0
        width: panel.portrait ? panel.width : panel.hem
        height: panel.portrait ? panel.hem : panel.height
        source: panel.portrait ? "icons/border_horizontal.svg" : "icons/border_vertical.svg"
        sourceSize: Qt.size(panel.hem, panel.hem)
        fillMode: Image.Tile
        horizontalAlignment: Image.AlignLeft
        verticalAlignment: Image.AlignTop
    }
}
