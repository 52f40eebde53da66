using Microsoft.Extensions.Logging;

namespace Taler.Paywall.Diagnostics;

/// <summary>What the start-up advisor says: a likely mistake, what comes of it, and the way out. Each line stands in docs/start-up.md.</summary>
internal static partial class Log
{
    [LoggerMessage(13, LogLevel.Warning, "PublicBaseUrl is not set, so fulfillment URLs follow the Host header of each request. Set it to the address of the site, for example https://shop.example/.")]
    public static partial void NoPublicBaseUrl(ILogger logger);

    [LoggerMessage(15, LogLevel.Warning, "The paywall sells nothing: no resource is configured and no endpoint requires a payment. Look at the name of the configuration section.")]
    public static partial void NothingSold(ILogger logger);

    [LoggerMessage(42, LogLevel.Warning, "The configuration has no section {Section}, which AddTalerPaywall was given, so no pattern of it is sold and all settings keep their defaults. Correct the name, or call AddTalerPaywall with a delegate if there is nothing to configure.")]
    public static partial void SectionMissing(ILogger logger, string section);

    [LoggerMessage(20, LogLevel.Warning, "{Cache}() stands in front of UseTalerPaywall(). It gives no paid answer to others, but it goes on serving what it stored while it was free, even when a changed configuration sells it. Call {Cache}() after UseTalerPaywall().")]
    public static partial void CacheInFront(ILogger logger, object cache);

    [LoggerMessage(41, LogLevel.Warning, "UseOutputCache() stands before UseResponseCaching(), both in front of UseTalerPaywall(), and SharedCaches is VaryByCookie: response caching answers a buyer with a paid page that it kept, and the output cache may keep that for everybody. Call both after UseTalerPaywall().")]
    public static partial void CachesStacked(ILogger logger);

    [LoggerMessage(21, LogLevel.Warning, "{Endpoint} (and {More} more) lies below the pattern of {Setting} and short-circuits the pipeline: it is sold, but middleware that the paywall needs in front does not run. Remove ShortCircuit(), or sell it with RequireTalerPayment().")]
    public static partial void ShortCircuitCovered(ILogger logger, string endpoint, int more, string setting);

    [LoggerMessage(22, LogLevel.Warning, "{Path} (and {More} more) is sold by {Setting}, but a file server in front of UseTalerPaywall() gives it to everybody. Call UseStaticFiles() after UseTalerPaywall().")]
    public static partial void FilesInFront(ILogger logger, string path, int more, string setting);

    [LoggerMessage(43, LogLevel.Warning, "UseEndpoints() stands in front of UseTalerPaywall(), so {Endpoint} is run before the paywall is asked, and what {Setting} sells there is free. Call UseEndpoints() after UseTalerPaywall(), or not at all.")]
    public static partial void EndpointsInFront(ILogger logger, string endpoint, string setting);

    [LoggerMessage(23, LogLevel.Warning, "UseRouting() stands after UseTalerPaywall(), so the paywall does not see what {Endpoint} says about payment and asks for a payment for {Setting} first. Call UseRouting() before UseTalerPaywall(), or not at all.")]
    public static partial void RoutingBehind(ILogger logger, string endpoint, string setting);

    [LoggerMessage(24, LogLevel.Warning, "UsePathBase() stands after UseTalerPaywall(), so the patterns are compared with paths that still begin with the path base, and sold paths below it are free. Call UsePathBase() before UseTalerPaywall().")]
    public static partial void PathBaseBehind(ILogger logger);

    [LoggerMessage(25, LogLevel.Warning, "UseRewriter() stands after UseTalerPaywall(), so a free path that it rewrites into a sold one is served unpaid. Call UseRewriter() before UseTalerPaywall().")]
    public static partial void RewriterBehind(ILogger logger);

    [LoggerMessage(26, LogLevel.Warning, "UseHttpMethodOverride() stands after UseTalerPaywall() and reads a form field, while {Setting} sells some methods only: the paywall judges a request by the method it was sent with. Call UseHttpMethodOverride() before UseTalerPaywall().")]
    public static partial void MethodOverrideBehind(ILogger logger, string setting);

    [LoggerMessage(27, LogLevel.Warning, "UseForwardedHeaders() stands after UseTalerPaywall(), so the paywall takes the address by which the proxy reaches it for the visitor's: its cookie lacks Secure, and without PublicBaseUrl its fulfillment URLs are wrong. Call UseForwardedHeaders() before UseTalerPaywall().")]
    public static partial void ForwardedHeadersBehind(ILogger logger);

    [LoggerMessage(28, LogLevel.Warning, "UseTalerPaywall() is called twice in one pipeline. If the path changes between the two, a request may be asked to pay for two resources. Keep the one that stands after everything that changes the path.")]
    public static partial void PaywallTwice(ILogger logger);

    [LoggerMessage(29, LogLevel.Warning, "{Setting}:Pattern: \"{Pattern}\" matches the same paths as {Other} and sells the same, so it never decides anything. Remove it.")]
    public static partial void PatternRepeated(ILogger logger, string setting, string? pattern, string other);

    [LoggerMessage(30, LogLevel.Warning, "{Setting}:Pattern: \"{Pattern}\" never matches, since no text meets all constraints of its value {Value}, and what it should sell is free. Remove one of the constraints.")]
    public static partial void PatternImpossible(ILogger logger, string setting, string? pattern, string value);

    [LoggerMessage(31, LogLevel.Warning, "{Setting}:Pattern: \"{Pattern}\" begins with {PathBase}, the path base in PublicBaseUrl. Patterns are relative to the path base, so buyers would be sent to {PathBase}{Pattern}. Leave {PathBase} out of the pattern.")]
    public static partial void PatternWithPathBase(ILogger logger, string setting, string? pattern, string pathBase);

    [LoggerMessage(32, LogLevel.Warning, "{Setting}:Pattern: \"{Pattern}\" sells every path of the site, its style sheets, sign-in page and health check too. Write out the paths that are sold, or list the free ones in FreePaths.")]
    public static partial void EverythingSold(ILogger logger, string setting, string? pattern);

    [LoggerMessage(33, LogLevel.Warning, "{Setting}: \"{Pattern}\" makes nothing free: no less specific pattern sells a path that it matches. Remove it, or make it match paths below a sold pattern.")]
    public static partial void FreePathUseless(ILogger logger, string setting, string? pattern);

    [LoggerMessage(40, LogLevel.Warning, "{Endpoint} (and {More} more) takes every method, and {Setting} sells some of them only: the others get the same page for nothing. Leave Methods out, or map the endpoint for the sold methods alone, for example with MapGet() or [HttpGet].")]
    public static partial void MethodsLeftOpen(ILogger logger, string endpoint, int more, string setting);

    [LoggerMessage(34, LogLevel.Warning, "The site stands behind a proxy (UseForwardedHeaders) and PublicBaseUrl is not set, so fulfillment URLs follow what each request says of its host. Set it to the address of the site, for example https://shop.example/.")]
    public static partial void NoPublicBaseUrlBehindProxy(ILogger logger);

    [LoggerMessage(35, LogLevel.Warning, "PublicBaseUrl is {PublicBaseUrl}: buyers return without encryption, and everybody on their way can read the cookie that opens what they paid for. Set it to an https address.")]
    public static partial void InsecurePublicBaseUrl(ILogger logger, Uri publicBaseUrl);

    [LoggerMessage(36, LogLevel.Warning, "Buyers are sent to {Backend}, which only this machine can reach. Set Merchant:PublicBaseUrl to the address by which buyers reach the merchant backend.")]
    public static partial void BackendOnLoopback(ILogger logger, Uri backend);

    [LoggerMessage(37, LogLevel.Warning, "The keys that protect the paywall's cookie live in memory. After a restart, and on every other node, each browser is a stranger and its wallet must prove each purchase again. Keep them, for example with AddDataProtection().PersistKeysToFileSystem().")]
    public static partial void KeysInMemory(ILogger logger);

    [LoggerMessage(38, LogLevel.Warning, "The environment is Production, and the paywall takes play money: {Signs}. Use the merchant backend of your bank's currency, and prices in it.")]
    public static partial void TestMoney(ILogger logger, string signs);

    [LoggerMessage(39, LogLevel.Error, "Looking for likely mistakes in the set-up failed. The paywall holds all the same. Please report it.")]
    public static partial void AdviceFailed(ILogger logger, Exception error);
}
