using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall.Testing.Running;

namespace Taler.Paywall.Testing;

/// <summary>
/// Tries to get what an application sells, without paying, by at least 600 ways for every target: spellings of the path, methods,
/// protocols, headers, cookies, and combinations of them, over HTTP/1.1 and HTTP/2, byte for byte.
/// </summary>
/// <remarks>
/// <para>
/// Nearly all requests say that they are for a picture or a prefetch, for which the paywall makes no order. A sold target costs at most five
/// orders at the merchant backend, however many cases there are.
/// </para>
/// <para>
/// A target is also asked for by POST, PUT, DELETE, PATCH and more than 40 other methods, some with a body. What leaks by such a method reaches the
/// handler of the application, which does then what it does for anybody. Audit a copy of a site whose handlers change or send something.
/// </para>
/// </remarks>
public static class PaywallAudit
{
    /// <summary>Audits an application that runs, here or elsewhere. Audit only what is yours.</summary>
    /// <param name="baseAddress">Scheme, host and port. A path base belongs into the paths of the targets.</param>
    /// <param name="configure">Names the targets.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    /// <returns>What was done, if nothing leaked and nothing free was held.</returns>
    /// <exception cref="PaywallAuditException">Something leaked, something free was held, or the audit tested nothing.</exception>
    /// <exception cref="ArgumentException">The address or an option is not usable.</exception>
    public static Task<PaywallAuditReport> RunAsync(Uri baseAddress, Action<PaywallAuditOptions> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        ArgumentNullException.ThrowIfNull(configure);
        if (!baseAddress.IsAbsoluteUri || baseAddress.Scheme is not ("http" or "https") || baseAddress.PathAndQuery != "/")
            throw new ArgumentException("The base address is scheme, host and port, for example https://staging.example/. Write a path base into the paths of the targets.", nameof(baseAddress));
        return RunAsync(PaywallAuditOptions.From(configure), [baseAddress], uncovered: [], cancellationToken);
    }

    /// <summary>
    /// Audits the application of a factory. It runs on Kestrel, with a port for each protocol. What it sells is known, so that patterns and
    /// endpoints without a target are found; and if it sells through a sandbox, the audit learns the content by buying it.
    /// </summary>
    /// <param name="factory">A factory whose application does not run yet, or runs on Kestrel.</param>
    /// <param name="configure">Names the targets.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    /// <typeparam name="TEntryPoint">A type in the assembly of the application, as a rule <c>Program</c>.</typeparam>
    /// <returns>What was done, if nothing leaked and nothing free was held.</returns>
    /// <exception cref="PaywallAuditException">Something leaked, something free was held, or the audit tested nothing.</exception>
    /// <exception cref="InvalidOperationException">The application already runs in memory, on the test server.</exception>
    /// <exception cref="ArgumentException">An option is not usable.</exception>
    public static async Task<PaywallAuditReport> RunAsync<TEntryPoint>(
        WebApplicationFactory<TEntryPoint> factory, Action<PaywallAuditOptions>? configure = null, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        var options = PaywallAuditOptions.From(configure);
        var addresses = FactoryServer.Start(factory);
        var services = factory.Services;
        options.SandboxBaseUrl ??= await SandboxOfAsync(services, options.RequestTimeout, cancellationToken);
        options.CookieName ??= services.GetRequiredService<IOptions<TalerPaywallOptions>>().Value.Cookie.Name;
        return await RunAsync(options, addresses, Coverage.Missing(services, options.Sold.All, options.PathBase), cancellationToken);
    }

    /// <param name="options">What to do.</param>
    /// <param name="addresses">Where the application listens: it may have a port for each protocol.</param>
    /// <param name="uncovered">What is sold and has no target.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    internal static async Task<PaywallAuditReport> RunAsync(
        PaywallAuditOptions options, IReadOnlyList<Uri> addresses, IReadOnlyList<string> uncovered, CancellationToken cancellationToken)
    {
        var report = await new AuditRun(options, addresses).RunAsync(uncovered, cancellationToken);
        return report.IsTight ? report : throw new PaywallAuditException(report);
    }

    private static async Task<Uri?> SandboxOfAsync(IServiceProvider services, TimeSpan time, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(services.GetService<IOptions<TalerMerchantOptions>>()?.Value.BaseUrl, UriKind.Absolute, out var backend))
            return null;
        using var buyer = new SandboxBuyer(backend, time);
        return await buyer.IsSandboxAsync(cancellationToken) ? backend : null;
    }
}
