pragma ComponentBehavior: Bound

import QtQuick

// Digits to type instead of speaking them: a phone number or an order's number.
Rectangle {
    id: keypad

    required property var texts
    // What the kiosk asked for, "phone_number" or "order_id"; "" lets the customer choose.
    required property string wanted
    required property bool open
    property string kind: "phone_number"
    property string digits: ""
    readonly property bool phone: kind === "phone_number"
    readonly property int most: phone ? 10 : 12
    readonly property bool complete: phone ? digits.length === most : digits.length > 0
    readonly property string grouped: phone && digits.length > 5 ? digits.slice(0, 5) + " " + digits.slice(5) : digits
    // The digits that are still to come, as dots.
    readonly property string missing: (phone ? "••••• •••••" : "••••").slice(grouped.length)
    readonly property int inset: Theme.px(24)
    readonly property real keyWidth: Math.min(Theme.px(180), (width - 2 * inset - 2 * Theme.px(10)) / 3)
    readonly property real keyHeight: Math.max(64, Theme.px(70))

    signal done(digits: string)
    signal closed

    function press(key: string): void {
        if (key === "delete")
            digits = digits.slice(0, -1);
        else if (key === "done")
            done(digits);
        else if (digits.length < most)
            digits += key;
    }

    onWantedChanged: if (wanted) kind = wanted
    onKindChanged: digits = ""
    onOpenChanged: digits = ""
    implicitHeight: column.height + 2 * inset
    color: Theme.panelRaised
    topLeftRadius: Theme.radius
    topRightRadius: Theme.radius

    // Nothing behind the keypad is touched through it.
    MouseArea {
        anchors.fill: parent
    }

    Column {
        id: column

        anchors { top: parent.top; topMargin: keypad.inset; horizontalCenter: parent.horizontalCenter }
        width: 3 * keypad.keyWidth + 2 * spacing
        spacing: Theme.px(10)

        Item {
            width: parent.width
            height: Theme.touch

            KioskText {
                anchors { left: parent.left; right: close.left; verticalCenter: parent.verticalCenter }
                visible: keypad.wanted
                words: keypad.phone ? keypad.texts.phone : keypad.texts.order
                color: Theme.cream
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
                elide: Text.ElideRight
            }

            Row {
                visible: !keypad.wanted
                spacing: Theme.px(10)

                PanelButton {
                    objectName: "kind_phone"
                    symbol: "icons/phone.svg"
                    chosen: keypad.phone
                    width: Theme.px(110)
                    onClicked: keypad.kind = "phone_number"
                }

                PanelButton {
                    objectName: "kind_order"
                    symbol: "icons/parcel.svg"
                    chosen: !keypad.phone
                    width: Theme.px(110)
                    onClicked: keypad.kind = "order_id"
                }
            }

            PanelButton {
                id: close

                objectName: "keypad_close"
                anchors.right: parent.right
                symbol: "icons/close.svg"
                onClicked: keypad.closed()
            }
        }

        Rectangle {
            width: parent.width
            height: Theme.px(74)
            radius: Theme.px(18)
            color: Theme.panelDeep

            Row {
                anchors.centerIn: parent

                KioskText {
                    objectName: "digits"
                    words: keypad.grouped
                    color: Theme.cream
                    font.pixelSize: Theme.px(36)
                    font.weight: Font.DemiBold
                }

                KioskText {
                    words: keypad.missing
                    color: "#8d6a84"
                    font.pixelSize: Theme.px(36)
                    font.weight: Font.DemiBold
                }
            }
        }

        Grid {
            columns: 3
            spacing: column.spacing

            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "delete", "0", "done"]

                Key {
                    required property string modelData
                    readonly property bool finish: modelData === "done"
                    readonly property bool erase: modelData === "delete"

                    objectName: "key_" + modelData
                    width: keypad.keyWidth
                    height: keypad.keyHeight
                    text: finish || erase ? "" : modelData
                    symbol: finish ? "icons/check.svg" : erase ? "icons/backspace.svg" : ""
                    strong: finish
                    enabled: finish ? keypad.complete : !erase || keypad.digits.length > 0
                    onClicked: keypad.press(modelData)
                }
            }
        }
    }
}
