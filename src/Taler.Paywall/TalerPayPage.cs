namespace Taler.Paywall;

/// <summary>Where a visitor pays.</summary>
public enum TalerPayPage
{
    /// <summary>On the payment page of the merchant backend, where the visitor is redirected to. The default.</summary>
    Backend,

    /// <summary>On a page of the site itself, in place of the resource. Needs the package <c>Taler.Paywall.PayPage</c>.</summary>
    OnSite,
}
