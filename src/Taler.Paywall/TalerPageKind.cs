namespace Taler.Paywall;

/// <summary>The pages that the paywall shows to people.</summary>
public enum TalerPageKind
{
    /// <summary>The price page: what a resource costs, and a button that creates the order. Only with <c>OrderCreation: OnClick</c>.</summary>
    Price,

    /// <summary>The pay page: how to pay an order, on the site itself. Only with <c>PayPage: OnSite</c>.</summary>
    Pay,

    /// <summary>The refund page: the payment was given back, and the resource can be bought again.</summary>
    Refund,

    /// <summary>The outage page: the merchant backend cannot be asked now.</summary>
    Outage,

    /// <summary>The cookies page: the browser keeps no cookies.</summary>
    Cookies,

    /// <summary>The limit page: the limit of orders is reached for the moment.</summary>
    Limit,
}
