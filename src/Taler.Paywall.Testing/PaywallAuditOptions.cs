using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing;

/// <summary>What an audit tries to get, and how.</summary>
public sealed class PaywallAuditOptions
{
    /// <summary>Example paths of what is sold: at least one, and one for every pattern and every endpoint that sells.</summary>
    public PaywallAuditTargets Sold { get; } = new(isSold: true);

    /// <summary>Example paths of what is free and must stay so.</summary>
    public PaywallAuditTargets Free { get; } = new(isSold: false);

    /// <summary>
    /// The sandbox (package <c>Taler.Merchant.Sandbox</c>) that the application sells through. The audit then buys each sold target once,
    /// and recognises any part of what it got.
    /// </summary>
    /// <value>
    /// Default: none; for a <c>WebApplicationFactory</c> the merchant backend of the application, if it is a sandbox. Only scheme, host and port are used.
    /// </value>
    public Uri? SandboxBaseUrl { get; set; }

    /// <summary>The path base of the application, for example <c>/app</c>, to compare targets with patterns and endpoints. Targets are written with it.</summary>
    /// <value>Default: none. Only of use with a <c>WebApplicationFactory</c>.</value>
    public string PathBase { get; set; } = "";

    /// <summary>The name of the cookie that the audit forges: what the application sets as <c>TalerPaywall:Cookie:Name</c>.</summary>
    /// <value>Default: <see cref="TalerPaywallDefaults.CookieName"/>; for a <c>WebApplicationFactory</c> the name that the application is set to.</value>
    public string? CookieName { get; set; }

    /// <summary>How long an answer is waited for. What came until then counts.</summary>
    /// <value>Default 10 seconds; 100 milliseconds to 5 minutes.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many requests run at the same time.</summary>
    /// <value>Default 4; 1 to 64.</value>
    public int Connections { get; set; } = 4;

    /// <summary>Where the generated cases begin. The same number always gives the same cases; the report names it.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Whether an https address may show a certificate that nobody vouches for, as a staging address may.</summary>
    /// <value>Default: false.</value>
    public bool TrustAnyCertificate { get; set; }

    /// <summary>Whether patterns and endpoints that sell, and that no target covers, are only listed in the report.</summary>
    /// <value>Default: false, they fail the audit. They are known with a <c>WebApplicationFactory</c> only.</value>
    public bool AllowUncovered { get; set; }

    internal string ForgedCookie => CookieName ?? TalerPaywallDefaults.CookieName;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal static PaywallAuditOptions From(Action<PaywallAuditOptions>? configure)
    {
        var options = new PaywallAuditOptions();
        configure?.Invoke(options);
        return options.Mistake() is { } mistake ? throw new ArgumentException(mistake, nameof(configure)) : options;
    }

    private string? Mistake() => this switch
    {
        { RequestTimeout: var time } when time < TimeSpan.FromMilliseconds(100) || time > TimeSpan.FromMinutes(5) => $"{nameof(RequestTimeout)} must be from 100 milliseconds to 5 minutes.",
        { Connections: < 1 or > 64 } => $"{nameof(Connections)} must be from 1 to 64.",
        { SandboxBaseUrl.IsAbsoluteUri: false } => $"{nameof(SandboxBaseUrl)} must be absolute.",
        { CookieName: { } name } when name.Length == 0 || name.AsSpan().ContainsAnyExceptInRange('!', '~') || name.AsSpan().ContainsAny("=;,") => $"{nameof(CookieName)} must be the name of a cookie.",
        { PathBase: not "" and var path } when !path.StartsWith('/') || path.EndsWith('/') => $"{nameof(PathBase)} begins with a slash and does not end with one.",
        _ => null,
    };
}

/// <summary>Example paths that an audit asks for.</summary>
public sealed class PaywallAuditTargets
{
    private readonly bool _isSold;
    private readonly List<AuditTarget> _targets = [];

    internal PaywallAuditTargets(bool isSold) => _isSold = isSold;

    internal IReadOnlyList<AuditTarget> All => _targets;

    /// <summary>Adds a path.</summary>
    /// <param name="path">The path as it stands in a request: percent-encoded, with the path base, and with a query if the content needs one.</param>
    /// <param name="marker">
    /// A text that stands in the paid content and nowhere else. Without one, and without a sandbox to learn the content from, a leak is any
    /// success that a path which does not exist would not get; pages that change with every request then look like leaks.
    /// </param>
    /// <param name="method">The method by which the content is got.</param>
    /// <returns>The targets, to add more.</returns>
    /// <exception cref="ArgumentException">This is not a path, or the marker is blank.</exception>
    public PaywallAuditTargets Add(string path, string? marker = null, string method = "GET")
    {
        _targets.Add(new AuditTarget(path, marker, method, _isSold));
        return this;
    }
}
