using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall;

namespace EssayShop.Essays;

/// <summary>What the essays cost. Reads the paywall's own options, so that the price shown is the price asked, also after a reload.</summary>
internal sealed class PriceList(IOptionsMonitor<TalerPaywallOptions> options)
{
    private volatile TalerPaywallOptions _latest = options.CurrentValue;

    public string Of(Essay essay) => Display(Amount.Parse(ResourceOf(Latest(), essay)!.Price!));

    /// <summary>An amount as people write it: the currency last.</summary>
    public static string Display(Amount amount)
    {
        var text = amount.ToString();
        return $"{text[(amount.Currency.Length + 1)..]} {amount.Currency}";
    }

    /// <summary>Whether every essay of the catalogue is for sale. One that is not would have no price to show.</summary>
    public static bool IsComplete(TalerPaywallOptions options) => Catalogue.Essays.All(essay => ResourceOf(options, essay) is not null);

    private TalerPaywallOptions Latest()
    {
        try
        {
            return _latest = options.CurrentValue;
        }
        catch (OptionsValidationException)
        {
            // The settings were edited and are wrong now. The paywall goes on with the old ones, and so does the list.
            return _latest;
        }
    }

    private static TalerPaywallResource? ResourceOf(TalerPaywallOptions options, Essay essay) =>
        options.Resources.FirstOrDefault(resource => resource.FulfillmentPath == essay.Path);
}
