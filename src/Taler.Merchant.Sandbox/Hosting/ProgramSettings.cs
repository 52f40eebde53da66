using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>Reads the options of the program. Not with the binder, whose messages speak of types in place of what to write.</summary>
internal static class ProgramSettings
{
    private static readonly Dictionary<string, Setting> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(TalerSandboxOptions.Currency)] = Text((options, value) => options.Currency = value),
        [nameof(TalerSandboxOptions.AccessToken)] = Text((options, value) => options.AccessToken = value),
        [nameof(TalerSandboxOptions.Password)] = Text((options, value) => options.Password = value),
        [nameof(TalerSandboxOptions.PayDelay)] = Duration((options, value) => options.PayDelay = value),
        [nameof(TalerSandboxOptions.RefundDelay)] = Duration((options, value) => options.RefundDelay = value),
        [nameof(TalerSandboxOptions.PublicBaseUrl)] = Text((options, value) => options.PublicBaseUrl = value),
        [nameof(TalerSandboxOptions.MerchantLogo)] = YesOrNo((options, value) => options.MerchantLogo = value),
        [nameof(TalerSandboxOptions.MaxOrders)] = Number((options, value) => options.MaxOrders = value),
        [nameof(TalerSandboxOptions.AllowProduction)] = YesOrNo((options, value) => options.AllowProduction = value),
        [nameof(TalerSandboxOptions.AllowRemote)] = YesOrNo((options, value) => options.AllowRemote = value),
    };

    /// <summary>Puts a value into the options; false if it cannot be read.</summary>
    private delegate bool Reader(TalerSandboxOptions options, string value);

    /// <exception cref="SandboxStartException">A setting is not known, or its value cannot be read.</exception>
    public static TalerSandboxOptions Read(IConfiguration section)
    {
        var options = new TalerSandboxOptions();
        foreach (var given in section.GetChildren())
        {
            if (given.Key.Equals(nameof(TalerSandboxOptions.Port), StringComparison.OrdinalIgnoreCase))
                throw new SandboxStartException($"{given.Path} is for a sandbox inside an application: the program takes its port from --urls, for example --urls http://127.0.0.1:9966.");
            if (!Known.TryGetValue(given.Key, out var setting))
                throw new SandboxStartException($"{given.Path} is no setting of the sandbox: write one of {string.Join(", ", Known.Keys)}.");
            if (!setting.TryRead(options, given.Value ?? ""))
                throw new SandboxStartException($"{given.Path} is \"{given.Value}\" and must be {setting.Form}.");
        }
        return options;
    }

    private static Setting Text(Action<TalerSandboxOptions, string> set) => new("a text", (options, value) =>
    {
        set(options, value);
        return true;
    });

    private static Setting Duration(Action<TalerSandboxOptions, TimeSpan> set) => new("hours:minutes:seconds, for example 01:00:00, or with days 7.00:00:00", (options, value) =>
    {
        // A bare number would be days.
        if (!value.Contains(':', StringComparison.Ordinal) || !TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration))
            return false;
        set(options, duration);
        return true;
    });

    private static Setting Number(Action<TalerSandboxOptions, int> set) => new("a whole number, for example 10000", (options, value) =>
    {
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return false;
        set(options, number);
        return true;
    });

    private static Setting YesOrNo(Action<TalerSandboxOptions, bool> set) => new("true or false", (options, value) =>
    {
        if (!bool.TryParse(value, out var flag))
            return false;
        set(options, flag);
        return true;
    });

    /// <param name="Form">What a value looks like, in words.</param>
    /// <param name="TryRead">Puts a value into the options.</param>
    private sealed record Setting(string Form, Reader TryRead);
}
