using Microsoft.AspNetCore.Http;
using Taler.Merchant;

namespace Taler.Paywall;

/// <summary>What is sold, for how much, and through which merchant backend.</summary>
public sealed class TalerPaywallOptions
{
    /// <summary>The merchant backend. <see cref="TalerMerchantOptions.BaseUrl"/> and a token or password are required. Read once, at start.</summary>
    public TalerMerchantOptions Merchant { get; set; } = new();

    /// <summary>Origin and path base of the site as buyers reach it, for example <c>https://shop.example/</c>. Fulfillment URLs begin with it.</summary>
    /// <value>
    /// An absolute http or https URL; a final slash is added if missing. Default: scheme, host and path base of each request, which is
    /// right without a proxy only. Required behind a proxy.
    /// </value>
    public string? PublicBaseUrl { get; set; }

    /// <summary>The resources that are sold. Endpoints with <c>RequireTalerPayment</c> come on top.</summary>
    public IList<TalerPaywallResource> Resources { get; } = [];

    /// <summary>Exceptions: paths that are free although a less specific pattern of <see cref="Resources"/> covers them.</summary>
    /// <value>
    /// Default: none. Route templates as in <see cref="TalerPaywallResource.Pattern"/>, for example <c>/essays/{slug}/cover.jpg</c>; they hold for every
    /// method. One that is as specific as a pattern that is sold stops the start. A path that is free in one reading and sold in another is refused.
    /// </value>
    public IList<string> FreePaths { get; } = [];

    /// <summary>How long a browser is remembered after its last visit.</summary>
    /// <value>Default 30 days; 1 minute to 400 days, which is as long as browsers keep a cookie. Purchases outlive it: a wallet proves them anew.</value>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>When an order is created for a visitor who has not paid.</summary>
    /// <value>Default <see cref="TalerOrderCreation.OnRequest"/>, as DD 007 has it.</value>
    public TalerOrderCreation OrderCreation { get; set; }

    /// <summary>How many orders visitors may make the paywall create. Read once, at start.</summary>
    public TalerOrderLimitOptions OrderLimits { get; set; } = new();

    /// <summary>Where visitors pay, unless a resource says otherwise.</summary>
    /// <value>Default <see cref="TalerPayPage.Backend"/>. <see cref="TalerPayPage.OnSite"/> needs the package <c>Taler.Paywall.PayPage</c>.</value>
    public TalerPayPage PayPage { get; set; }

    /// <summary>How the pages for people look.</summary>
    public TalerPageOptions Pages { get; set; } = new();

    /// <summary>How long and how many payments are remembered without asking the backend.</summary>
    public TalerPaymentCacheOptions PaymentCache { get; set; } = new();

    /// <summary>What shared caches in front of the site may do with paid answers.</summary>
    /// <value>Default <see cref="TalerSharedCaches.Forbidden"/>.</value>
    public TalerSharedCaches SharedCaches { get; set; }

    /// <summary>The cookie. It is always <c>HttpOnly</c>, <c>SameSite=Lax</c>, essential, and <c>Secure</c> where the request is https.</summary>
    /// <value>
    /// Default name <c>.Taler.Paywall</c>, path <c>/</c>: one site has one cookie, with a path base and without. Give applications on one
    /// host different names.
    /// </value>
    public CookieBuilder Cookie { get; set; } = new()
    {
        Name = TalerPaywallDefaults.CookieName,
        Path = "/",
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = CookieSecurePolicy.SameAsRequest,
    };

    /// <summary>Where these options stand in the configuration; begins every message about them.</summary>
    internal string SettingsPath { get; set; } = "TalerPaywall";

    /// <summary>What could not be read from the configuration.</summary>
    internal List<string> Mistakes { get; } = [];
}

/// <summary>The session-payment cache.</summary>
public sealed class TalerPaymentCacheOptions
{
    /// <summary>How long a payment is trusted before the backend is asked again. A refund made elsewhere goes unnoticed for as long.</summary>
    /// <value>Default 5 minutes; 0 (the backend is asked at every request) to 1 hour.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long beyond <see cref="Lifetime"/> a payment still opens what it bought, while the backend cannot say whether that holds: it is down, slow, or
    /// does not know the order any more. Any answer of the backend about the order ends it, and so does the end of the session.
    /// </summary>
    /// <value>Default 1 hour; 0 (an outage closes the page when <see cref="Lifetime"/> is over) to 24 hours.</value>
    public TimeSpan OutageGrace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many payments are kept in memory; beyond it the oldest is dropped.</summary>
    /// <value>Default 100,000; 1 to 10,000,000.</value>
    public int MaxEntries { get; set; } = 100_000;
}
