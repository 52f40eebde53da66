namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>What must hold before the sandbox starts.</summary>
internal static class StartRules
{
    /// <exception cref="SandboxStartException">An option is out of its range.</exception>
    public static void CheckOptions(TalerSandboxOptions options)
    {
        if (!Amount.TryParse(options.Currency + ":0", out _))
            throw new SandboxStartException("Sandbox:Currency must be 1 to 11 ASCII letters, for example KUDOS.");
        if (options.PayDelay <= TimeSpan.Zero)
            throw new SandboxStartException("Sandbox:PayDelay must be more than zero, for example 01:00:00.");
        if (options.RefundDelay < TimeSpan.Zero)
            throw new SandboxStartException("Sandbox:RefundDelay must not be negative; zero means no refunds.");
        if (options.MaxOrders < 1)
            throw new SandboxStartException("Sandbox:MaxOrders must be at least 1.");
        if (options.Port is < 0 or > ushort.MaxValue)
            throw new SandboxStartException("Sandbox:Port must be 0 (any free one) to 65535.");
        if (!options.AccessToken.StartsWith(Tokens.AccessTokens.Prefix, StringComparison.Ordinal))
            throw new SandboxStartException("Sandbox:AccessToken must begin with secret-token: and a value after it.");
        if (options.PublicBaseUrl is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !uri.AbsoluteUri.EndsWith('/')))
            throw new SandboxStartException("Sandbox:PublicBaseUrl must be an absolute URL that ends with a slash.");
    }

    /// <exception cref="SandboxStartException">This is Production, and nobody said that it may be.</exception>
    public static void CheckEnvironment(bool isProduction, TalerSandboxOptions options)
    {
        if (isProduction && !options.AllowProduction)
        {
            throw new SandboxStartException(
                "The Taler sandbox moves no money and refuses to start in the Production environment: use a real merchant backend there, or set AllowProduction (program: --Sandbox:AllowProduction true) if this is meant.");
        }
    }
}
