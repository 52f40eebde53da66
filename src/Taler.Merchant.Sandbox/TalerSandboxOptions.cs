namespace Taler.Merchant.Sandbox;

/// <summary>How the sandbox behaves. Nothing here moves money.</summary>
public sealed class TalerSandboxOptions
{
    /// <summary>The loopback port of an embedded sandbox.</summary>
    /// <value>Default 0: any free port. The program takes its address from <c>--urls</c> instead.</value>
    public int Port { get; set; }

    /// <summary>The only currency that orders may have.</summary>
    /// <value>1 to 11 ASCII letters, default <c>KUDOS</c>.</value>
    public string Currency { get; set; } = "KUDOS";

    /// <summary>The access token for <c>private/…</c>, with its prefix.</summary>
    /// <value>Default <c>secret-token:sandbox</c>.</value>
    public string AccessToken { get; set; } = "secret-token:sandbox";

    /// <summary>The password of the instance, for <c>POST private/token</c>.</summary>
    /// <value>Default <c>sandbox</c>.</value>
    public string Password { get; set; } = "sandbox";

    /// <summary>How long an order can be paid when the shop names no deadline.</summary>
    /// <value>Default 1 hour; more than zero.</value>
    public TimeSpan PayDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after the pay deadline a refund is possible when the shop names no delay.</summary>
    /// <value>Default 1 day; zero means no refunds.</value>
    public TimeSpan RefundDelay { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Base URL of the instance as buyers reach it, for payment pages behind a proxy.</summary>
    /// <value>Absolute, ends with a slash. Default null: scheme and host of each request.</value>
    public string? PublicBaseUrl { get; set; }

    /// <summary>Whether contract terms carry a merchant logo of 15 kB, as those of a real backend do.</summary>
    /// <value>Default true.</value>
    public bool MerchantLogo { get; set; } = true;

    /// <summary>How many orders are kept; the oldest is dropped for a new one.</summary>
    /// <value>Default 10,000; at least 1.</value>
    public int MaxOrders { get; set; } = 10_000;

    /// <summary>Whether the sandbox may run in the Production environment, where it refuses to start otherwise.</summary>
    /// <value>Default false.</value>
    public bool AllowProduction { get; set; }

    /// <summary>Whether the program may listen where other machines reach it. Whoever reaches it may use its wallets and its list of requests.</summary>
    /// <value>Default false. An embedded sandbox always stays on loopback.</value>
    public bool AllowRemote { get; set; }
}
