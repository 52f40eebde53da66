using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Pages;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Settings;

/// <summary>Turns valid options into the rules that requests are held against.</summary>
internal sealed class PaywallRulesCompiler(ParameterPolicyFactory policies)
{
    // The validator compiles to find mistakes, and what it compiled is used: with thousands of patterns that is most of the start.
    private readonly ConditionalWeakTable<TalerPaywallOptions, CompiledResources> _compiled = [];

    public IReadOnlyList<string> Mistakes(TalerPaywallOptions options) => Resources(options).Mistakes;

    public PaywallRules Compile(TalerPaywallOptions options) => new(
        Resources(options).Matcher,
        Resources(options).Rules,
        Resources(options).FreePaths,
        BaseUrls.TryNormalize(options.PublicBaseUrl),
        options.Cookie,
        options.SessionLifetime,
        new PaymentTrust(options.PaymentCache.Lifetime, options.PaymentCache.OutageGrace),
        options.SharedCaches,
        options.OrderCreation,
        options.PayPage,
        PageLook.Of(options.Pages));

    private CompiledResources Resources(TalerPaywallOptions options) => _compiled.GetValue(
        options,
        settings => ResourceRuleCompiler.Compile([.. settings.Resources], [.. settings.FreePaths], settings.SettingsPath, policies));
}
