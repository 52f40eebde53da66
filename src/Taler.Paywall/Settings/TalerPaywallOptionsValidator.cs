using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Responses;

namespace Taler.Paywall.Settings;

/// <summary>Finds every mistake in the options at once, and names for each the setting and the way out.</summary>
internal sealed class TalerPaywallOptionsValidator(
    PaywallRulesCompiler compiler, IOptionsFactory<TalerMerchantOptions> merchant, IServiceProviderIsService services)
    : IValidateOptions<TalerPaywallOptions>
{
    public const string PayPageRemedy = "needs the package Taler.Paywall.PayPage. Add it, and call AddTalerPaywall(...).AddPayPage().";

    private const int MaxCookieNameLength = 64;
    private const int MaxOrders = 1_000_000;

    private static readonly TimeSpan MinSession = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxSession = TimeSpan.FromDays(400);

    public ValidateOptionsResult Validate(string? name, TalerPaywallOptions options)
    {
        var path = options.SettingsPath;
        var mistakes = new List<string>(options.Mistakes);
        mistakes.AddRange(MerchantMistakes());
        if (options.PublicBaseUrl is not null && BaseUrls.TryNormalize(options.PublicBaseUrl) is null)
            mistakes.Add($"{path}:PublicBaseUrl: \"{options.PublicBaseUrl}\" is not a site's address. Write an absolute http or https URL without query, for example https://shop.example/.");
        if (options.SessionLifetime < MinSession || options.SessionLifetime > MaxSession)
            mistakes.Add($"{path}:SessionLifetime: {options.SessionLifetime} is outside 1 minute to 400 days.");
        if (options.PaymentCache.Lifetime < TimeSpan.Zero || options.PaymentCache.Lifetime > PaymentTrust.MaxLifetime)
            mistakes.Add($"{path}:PaymentCache:Lifetime: {options.PaymentCache.Lifetime} is outside 0 to 1 hour. A refund made elsewhere goes unnoticed for as long.");
        if (options.PaymentCache.OutageGrace < TimeSpan.Zero || options.PaymentCache.OutageGrace > PaymentTrust.MaxOutageGrace)
            mistakes.Add($"{path}:PaymentCache:OutageGrace: {options.PaymentCache.OutageGrace} is outside 0 to 24 hours, which are written 1.00:00:00. 0: an outage of the backend closes what was bought.");
        if (options.PaymentCache.MaxEntries is < 1 or > 10_000_000)
            mistakes.Add($"{path}:PaymentCache:MaxEntries: {options.PaymentCache.MaxEntries} is outside 1 to 10,000,000.");
        if (!Enum.IsDefined(options.SharedCaches))
            mistakes.Add($"{path}:SharedCaches: {options.SharedCaches} is none of {string.Join(", ", Enum.GetNames<TalerSharedCaches>())}.");
        if (!Enum.IsDefined(options.OrderCreation))
            mistakes.Add($"{path}:OrderCreation: {options.OrderCreation} is none of {string.Join(", ", Enum.GetNames<TalerOrderCreation>())}.");
        mistakes.AddRange(PayPageMistakes(options));
        mistakes.AddRange(OrderLimitMistakes(options.OrderLimits, path + ":OrderLimits"));
        mistakes.AddRange(PageMistakes.In(options.Pages, path + ":Pages"));
        mistakes.AddRange(CookieMistakes(options.Cookie, path));
        mistakes.AddRange(compiler.Mistakes(options));
        return mistakes.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("The paywall's settings need a correction:" + string.Concat(mistakes.Select(mistake => Environment.NewLine + "  - " + mistake)));
    }

    /// <summary>The merchant client's own validator, over the settings as they are in the end: a sandbox may have filled them in.</summary>
    private IEnumerable<string> MerchantMistakes()
    {
        try
        {
            merchant.Create(Options.DefaultName);
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return wrong.Failures;
        }
    }

    private static IEnumerable<string> OrderLimitMistakes(TalerOrderLimitOptions limits, string path)
    {
        if (limits.PerSecond is < 0 or > MaxOrders)
            yield return $"{path}:PerSecond: {limits.PerSecond} is outside 0 to 1,000,000. 0 sets no limit.";
        if (limits.Burst is < 1 or > MaxOrders)
            yield return $"{path}:Burst: {limits.Burst} is outside 1 to 1,000,000.";
        if (limits.PerClientPerMinute is < 0 or > MaxOrders)
            yield return $"{path}:PerClientPerMinute: {limits.PerClientPerMinute} is outside 0 to 1,000,000. 0 sets no limit.";
    }

    private IEnumerable<string> PayPageMistakes(TalerPaywallOptions options)
    {
        if (!Enum.IsDefined(options.PayPage))
            yield return $"{options.SettingsPath}:PayPage: {options.PayPage} is none of {string.Join(", ", Enum.GetNames<TalerPayPage>())}.";
        if (services.IsService(typeof(IPayPage)))
            yield break;
        if (options.PayPage is TalerPayPage.OnSite)
            yield return $"{options.SettingsPath}:PayPage: OnSite {PayPageRemedy}";
        for (var i = 0; i < options.Resources.Count; i++)
        {
            if (options.Resources[i].PayPage is TalerPayPage.OnSite)
                yield return FormattableString.Invariant($"{options.SettingsPath}:Resources:{i}:PayPage: OnSite {PayPageRemedy}");
        }
    }

    private static IEnumerable<string> CookieMistakes(CookieBuilder cookie, string path)
    {
        if (!IsToken(cookie.Name))
            yield return $"{path}:Cookie:Name: a cookie's name is 1 to 64 ASCII letters, digits and - . _ characters.";
        if (cookie.SameSite is SameSiteMode.Strict)
            yield return $"{path}:Cookie:SameSite: Strict would lose the session on the way back from the payment page. Leave it at Lax.";
        else if (cookie.SameSite is not SameSiteMode.Lax)
            yield return $"{path}:Cookie:SameSite: {cookie.SameSite} lets other sites act with the visitor's session. Leave it at Lax.";
        if (!cookie.HttpOnly)
            yield return $"{path}:Cookie:HttpOnly: no script needs the cookie. Leave it at true.";
        if (!cookie.IsEssential)
            yield return $"{path}:Cookie:IsEssential: without the cookie nothing can be bought. Leave it at true.";
    }

    private static bool IsToken(string? name) =>
        name is { Length: > 0 and <= MaxCookieNameLength } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}
