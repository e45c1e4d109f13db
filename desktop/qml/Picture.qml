import QtQuick

// A product's picture on a soft tile.
Rectangle {
    id: tile

    required property string source

    radius: Math.min(Theme.px(18), height / 4)
    color: Theme.tile

    Image {
        anchors.centerIn: parent
        width: Math.min(tile.width, tile.height) * 0.78
        height: width
        sourceSize.width: Math.max(1, Math.round(width))
        fillMode: Image.PreserveAspectFit
        asynchronous: true
        source: tile.source
        visible: status === Image.Ready
    }

    Image {
        anchors.centerIn: parent
        width: Math.min(tile.width, tile.height) * 0.5
        height: width
        sourceSize: Qt.size(Math.max(1, Math.round(width)), Math.max(1, Math.round(width)))
        source: "icons/petals_inner_marigold.svg"
        visible: !tile.source
        opacity: 0.35
    }
}
