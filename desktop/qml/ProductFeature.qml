import QtQuick

// A single product, large: the picture beside its name and price, or above them on a tall screen.
Surface {
    id: product

    required property string title
    required property string price
    required property string stock
    required property string stockText
    required property string picture
    readonly property bool gone: stock === "out"
    readonly property bool upright: height > width * 0.7
    readonly property int pad: Theme.px(24)

    implicitHeight: Theme.px(680)
    color: gone ? "#faf4ea" : Theme.card

    Picture {
        id: picture

        x: product.pad
        y: product.pad
        width: product.upright ? product.width - 2 * product.pad : Math.min(height, product.width * 0.42)
        height: product.height - 2 * product.pad - (product.upright ? facts.height + product.pad : 0)
        source: product.picture
        opacity: product.gone ? 0.4 : 1
    }

    Column {
        id: facts

        x: product.upright ? product.pad : picture.x + picture.width + Theme.px(36)
        y: product.upright ? picture.y + picture.height + product.pad : (product.height - height) / 2
        width: product.width - x - product.pad
        spacing: Theme.px(14)

        KioskText {
            width: parent.width
            words: product.title
            opacity: product.gone ? 0.6 : 1
            font.pixelSize: Theme.px(36)
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }

        KioskText {
            width: parent.width
            words: product.price
            opacity: product.gone ? 0.6 : 1
            font.pixelSize: Theme.px(72)
            font.weight: Font.DemiBold
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.heading
        }

        StockBadge {
            stock: product.stock
            words: product.stockText
            size: Theme.px(25)
        }
    }
}
