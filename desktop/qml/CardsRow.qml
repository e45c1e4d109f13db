pragma ComponentBehavior: Bound

import QtQuick

// The cards of the answer, side by side: one alone fills the width, several scroll under the finger.
ListView {
    id: cards

    required property var texts
    required property bool confirming
    required property bool portrait
    property real space: width
    // The shadow needs some room below.
    readonly property real tallest: height - Theme.px(8)

    required property list<string> kinds
    readonly property bool withProduct: kinds.includes("product")
    readonly property bool productsOnly: kinds.every(kind => kind === "product")

    signal answered(yes: bool)

    // One card has all the space. Of several products the first is wider, and the others share what is left if that
    // is enough for them; a text beside a product has what the product leaves.
    function cardWidth(kind: string, index: int): real {
        const first = portrait && productsOnly ? Theme.px(360) : Theme.px(300);
        const beside = kinds[0] === "product" && count === 2;
        if (count === 1)
            return space;
        if (!productsOnly)
            return kind === "product" ? first : beside ? space - first - spacing : space * 0.88;
        if (count === 2)
            return (space - spacing) * (index === 0 ? 0.54 : 0.46);
        const share = (space - first - (count - 1) * spacing) / (count - 1);
        return index === 0 ? first : Math.max(share, portrait ? Theme.px(290) : Theme.px(258));
    }

    orientation: ListView.Horizontal
    spacing: Theme.px(18)
    boundsBehavior: Flickable.DragAndOvershootBounds
    interactive: contentWidth > width
    // There are at most ten: all are kept, so that none appears only while it is scrolled to.
    cacheBuffer: 100000

    populate: Transition {
        id: arrive

        SequentialAnimation {
            PropertyAction { property: "opacity"; value: 0 }
            PauseAnimation { duration: 70 * Math.min(arrive.ViewTransition.index, 6) }
            ParallelAnimation {
                NumberAnimation { property: "opacity"; to: 1; duration: Theme.calm }
                NumberAnimation {
                    property: "y"
                    from: Theme.px(30)
                    to: 0
                    duration: Theme.calm
                    easing.type: Easing.OutCubic
                }
            }
        }
    }

    delegate: Item {
        id: card

        required property int index
        required property string kind
        required property string cardId
        required property string title
        required property string text
        required property string price
        required property string stock
        required property string stockText
        required property string picture
        required property string status
        required property var lines

        objectName: "card_" + cardId
        width: cards.cardWidth(kind, index)
        height: Math.min(cards.tallest, cards.count > 1 && cards.withProduct ? Theme.px(560) : body.implicitHeight)

        Loader {
            id: body

            anchors.fill: parent
            sourceComponent: {
                switch (card.kind) {
                case "product":
                    return cards.count === 1 ? feature : product;
                case "order":
                    return order;
                case "confirm":
                    return confirm;
                }
                return reading;
            }
        }

        Component {
            id: product

            ProductCard {
                title: card.title
                price: card.price
                stock: card.stock
                stockText: card.stockText
                picture: card.picture
                first: card.index === 0
            }
        }

        Component {
            id: feature

            ProductFeature {
                title: card.title
                price: card.price
                stock: card.stock
                stockText: card.stockText
                picture: card.picture
            }
        }

        Component {
            id: order

            OrderCard {
                title: card.title
                day: card.text
                total: card.price
                status: card.status
                statusText: card.stockText
                lines: card.lines
                texts: cards.texts
            }
        }

        Component {
            id: confirm

            ConfirmCard {
                title: card.title
                total: card.price
                refund: card.text
                lines: card.lines
                texts: cards.texts
                active: cards.confirming
                onAnswered: yes => cards.answered(yes)
            }
        }

        Component {
            id: reading

            TextCard {
                title: card.title
                body: card.text
                most: cards.tallest
            }
        }
    }
}
