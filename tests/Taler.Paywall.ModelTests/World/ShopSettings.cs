using Microsoft.Extensions.Configuration;

namespace Taler.Paywall.ModelTests.World;

/// <summary>The settings of one node, which may change while it runs.</summary>
internal sealed class ShopSettings : ConfigurationProvider, IConfigurationSource
{
    public const string Site = "https://shop.test";

    /// <summary>What an essay may cost. The other price of a report is ten times as high.</summary>
    public static readonly string[] Prices = ["KUDOS:0.5", "KUDOS:0.8", "KUDOS:0.3"];

    public static readonly TimeSpan CacheLifetime = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan OutageGrace = TimeSpan.FromHours(1);

    public static readonly TimeSpan SessionLifetime = TimeSpan.FromDays(1);

    private int _price;

    public ShopSettings(Uri backend, bool onClick)
    {
        Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["TalerPaywall:Merchant:BaseUrl"] = backend.AbsoluteUri,
            ["TalerPaywall:Merchant:AccessToken"] = Backend.AccessToken,
            ["TalerPaywall:PublicBaseUrl"] = Site,
            ["TalerPaywall:OrderCreation"] = onClick ? "OnClick" : "OnRequest",
            ["TalerPaywall:OrderLimits:PerSecond"] = "0",
            ["TalerPaywall:SessionLifetime"] = SessionLifetime.ToString(),
            ["TalerPaywall:PaymentCache:Lifetime"] = CacheLifetime.ToString(),
            ["TalerPaywall:PaymentCache:OutageGrace"] = OutageGrace.ToString(),
            ["TalerPaywall:Resources:0:Pattern"] = "/essays/{slug}",
            ["TalerPaywall:Resources:0:Name"] = "essay:{slug}",
            ["TalerPaywall:Resources:0:Price"] = Prices[0],
            ["TalerPaywall:Resources:0:RefundDelay"] = "3650.00:00:00",
            ["TalerPaywall:Resources:1:Pattern"] = "/reports/{slug}",
            ["TalerPaywall:Resources:1:Name"] = "report:{slug}",
            ["TalerPaywall:Resources:1:Price"] = "KUDOS:5",
            ["TalerPaywall:Resources:1:RefundDelay"] = "3650.00:00:00",
        };
    }

    /// <summary>Which price an essay has, by its place in <see cref="Prices"/>.</summary>
    public int Price
    {
        get => _price;
        set
        {
            if (_price == value)
                return;
            _price = value;
            Set("TalerPaywall:Resources:0:Price", Prices[value]);
            OnReload();
        }
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
