using Microsoft.Extensions.Options;
using Taler.Merchant;

namespace Taler.Paywall.Settings;

/// <summary>
/// Hands the paywall's section <c>Merchant</c> to the merchant client. It reads the options before they are validated, so that mistakes
/// in both come out together.
/// </summary>
internal sealed class MerchantOptionsFromPaywall(
    IEnumerable<IConfigureOptions<TalerPaywallOptions>> configure, IEnumerable<IPostConfigureOptions<TalerPaywallOptions>> postConfigure)
    : IConfigureOptions<TalerMerchantOptions>
{
    public void Configure(TalerMerchantOptions options)
    {
        var paywall = new TalerPaywallOptions();
        foreach (var step in configure)
            step.Configure(paywall);
        foreach (var step in postConfigure)
            step.PostConfigure(Options.DefaultName, paywall);
        options.BaseUrl = paywall.Merchant.BaseUrl ?? options.BaseUrl;
        options.AccessToken = paywall.Merchant.AccessToken ?? options.AccessToken;
        options.Password = paywall.Merchant.Password ?? options.Password;
        options.PublicBaseUrl = paywall.Merchant.PublicBaseUrl ?? options.PublicBaseUrl;
        options.Timeout = paywall.Merchant.Timeout;
        options.MaxConcurrentCalls = paywall.Merchant.MaxConcurrentCalls;
        options.SettingsPath = paywall.SettingsPath + ":Merchant";
    }
}
