using System.Globalization;

namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>What must hold before the sandbox starts. Each message names the option as the one who set it knows it.</summary>
internal sealed class StartRules
{
    public static readonly StartRules OfProgram = new("Sandbox:", "add --Sandbox:AllowProduction true");

    public static readonly StartRules OfApplication =
        new(nameof(TalerSandboxOptions) + ".", "write AddTalerSandbox(options => options.AllowProduction = true)");

    private readonly string _prefix;
    private readonly string _howToAllowProduction;

    private StartRules(string prefix, string howToAllowProduction)
    {
        _prefix = prefix;
        _howToAllowProduction = howToAllowProduction;
    }

    /// <exception cref="SandboxStartException">An option is out of its range.</exception>
    public void CheckOptions(TalerSandboxOptions options)
    {
        if (!Amount.TryParse(options.Currency + ":0", out _))
            throw Wrong(nameof(options.Currency), options.Currency, "1 to 11 ASCII letters, for example KUDOS");
        if (options.PayDelay <= TimeSpan.Zero)
            throw Wrong(nameof(options.PayDelay), options.PayDelay, "more than zero, for example 01:00:00 for an hour");
        if (options.RefundDelay < TimeSpan.Zero)
            throw Wrong(nameof(options.RefundDelay), options.RefundDelay, "zero for no refunds, or more, for example 1.00:00:00 for a day");
        if (options.MaxOrders < 1)
            throw Wrong(nameof(options.MaxOrders), options.MaxOrders, "at least 1, for example 10000");
        if (options.Port is < 0 or > ushort.MaxValue)
            throw Wrong(nameof(options.Port), options.Port, "1 to 65535, or 0 for any free port");
        if (!options.AccessToken.StartsWith(Tokens.AccessTokens.Prefix, StringComparison.Ordinal))
            throw new SandboxStartException($"{_prefix}{nameof(options.AccessToken)} must begin with {Tokens.AccessTokens.Prefix}, for example secret-token:sandbox.");
        if (options.PublicBaseUrl is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !uri.AbsoluteUri.EndsWith('/')))
            throw Wrong(nameof(options.PublicBaseUrl), url, "an absolute URL that ends with a slash, for example https://pay.example/instances/sandbox/");
    }

    /// <exception cref="SandboxStartException">This is Production, and nobody said that it may be.</exception>
    public void CheckEnvironment(bool isProduction, TalerSandboxOptions options)
    {
        if (isProduction && !options.AllowProduction)
        {
            throw new SandboxStartException(
                $"The Taler sandbox moves no money and refuses to start in the Production environment: use a real merchant backend there, or {_howToAllowProduction} if this is meant.");
        }
    }

    private SandboxStartException Wrong(string option, object value, string right) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_prefix}{option} is \"{value}\" and must be {right}."));
}
