import QtQuick

// A sheet of white card lying on the paper.
Item {
    id: surface

    property color color: Theme.card
    property color edge: Theme.line
    property real edgeWidth: Math.max(1, Theme.px(1.5))
    default property alias content: sheet.data

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.px(6)
        anchors.bottomMargin: -Theme.px(6)
        anchors.leftMargin: Theme.px(4)
        anchors.rightMargin: Theme.px(4)
        radius: Theme.radius
        color: "#3a1b00"
        opacity: 0.05
    }

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.px(2)
        anchors.bottomMargin: -Theme.px(3)
        radius: Theme.radius
        color: "#3a1b00"
        opacity: 0.05
    }

    Rectangle {
        id: sheet

        anchors.fill: parent
        radius: Theme.radius
        color: surface.color
        border.width: surface.edgeWidth
        border.color: surface.edge
    }
}
