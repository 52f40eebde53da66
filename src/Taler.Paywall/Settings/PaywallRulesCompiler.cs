using Microsoft.AspNetCore.Routing;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Settings;

/// <summary>Turns valid options into the rules that requests are held against.</summary>
internal sealed class PaywallRulesCompiler(ParameterPolicyFactory policies)
{
    public IReadOnlyList<string> Mistakes(TalerPaywallOptions options) => Resources(options).Mistakes;

    public PaywallRules Compile(TalerPaywallOptions options) => new(
        Resources(options).Matcher,
        options.Resources.Count,
        options.PublicBaseUrl is null ? null : TryReadSite(options.PublicBaseUrl),
        options.Cookie,
        options.SessionLifetime,
        options.PaymentCache.Lifetime);

    /// <returns>Null if the text is not the address of a site.</returns>
    public static Uri? TryReadSite(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var site)
        && (site.Scheme == Uri.UriSchemeHttp || site.Scheme == Uri.UriSchemeHttps)
        && site.UserInfo.Length == 0 && site.Query.Length == 0 && site.Fragment.Length == 0
            ? site
            : null;

    private CompiledResources Resources(TalerPaywallOptions options) =>
        ResourceRuleCompiler.Compile([.. options.Resources], options.SettingsPath + ":Resources", policies);
}
