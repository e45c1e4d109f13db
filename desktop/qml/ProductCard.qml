import QtQuick

// One product among several, upright; the first of them is the one that is talked about.
Surface {
    id: product

    required property string title
    required property string price
    required property string stock
    required property string stockText
    required property string picture
    required property bool first
    readonly property bool gone: stock === "out"
    readonly property int pad: Theme.px(16)

    color: gone ? "#faf4ea" : Theme.card
    edge: first && !gone ? Theme.accent : Theme.line
    edgeWidth: first && !gone ? Theme.px(4) : Math.max(1, Theme.px(1.5))

    Picture {
        id: picture

        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            bottom: name.top
            margins: product.pad
            bottomMargin: Theme.px(12)
        }
        source: product.picture
        opacity: product.gone ? 0.4 : 1
    }

    KioskText {
        id: name

        anchors {
            left: parent.left
            right: parent.right
            bottom: price.top
            leftMargin: product.pad + Theme.px(4)
            rightMargin: product.pad
        }
        height: Math.ceil(font.pixelSize * 2.95)
        words: product.title
        opacity: product.gone ? 0.6 : 1
        font.pixelSize: product.first ? Theme.px(25) : Theme.label
        font.weight: product.first ? Font.DemiBold : Font.Normal
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
    }

    KioskText {
        id: price

        anchors { left: name.left; right: name.right; bottom: badge.top; bottomMargin: Theme.px(8) }
        words: product.price
        opacity: product.gone ? 0.6 : 1
        font.pixelSize: product.first ? Theme.px(42) : Theme.px(34)
        font.weight: Font.DemiBold
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.label
    }

    StockBadge {
        id: badge

        anchors { left: name.left; bottom: parent.bottom; bottomMargin: product.pad + Theme.px(4) }
        stock: product.stock
        words: product.stockText
    }
}
