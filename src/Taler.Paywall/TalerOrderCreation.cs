namespace Taler.Paywall;

/// <summary>When an order is created for a visitor who has not paid.</summary>
public enum TalerOrderCreation
{
    /// <summary>As DD 007 has it: the first request of a resource creates an order and leads to its payment page. The default.</summary>
    OnRequest,

    /// <summary>
    /// A GET shows the price and a button, and asks the merchant backend nothing. Pressing the button creates the order. For sites that
    /// crawlers visit more often than people: a visit costs no order.
    /// </summary>
    OnClick,
}
