using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Taler.Merchant.Configuration;

/// <summary>Reads the options from a section, and reports what the section says that options cannot hold.</summary>
internal sealed class MerchantSettings(IConfiguration section) : IConfigureOptions<TalerMerchantOptions>, IValidateOptions<TalerMerchantOptions>
{
    private static readonly string[] Known =
    [
        nameof(TalerMerchantOptions.BaseUrl),
        nameof(TalerMerchantOptions.AccessToken),
        nameof(TalerMerchantOptions.Password),
        nameof(TalerMerchantOptions.PublicBaseUrl),
        nameof(TalerMerchantOptions.Timeout),
        nameof(TalerMerchantOptions.MaxConcurrentCalls),
    ];

    public void Configure(TalerMerchantOptions options)
    {
        options.SettingsPath = (section as IConfigurationSection)?.Path ?? "";
        options.BaseUrl = section[nameof(options.BaseUrl)] ?? options.BaseUrl;
        options.AccessToken = section[nameof(options.AccessToken)] ?? options.AccessToken;
        options.Password = section[nameof(options.Password)] ?? options.Password;
        options.PublicBaseUrl = section[nameof(options.PublicBaseUrl)] ?? options.PublicBaseUrl;
        if (section[nameof(options.Timeout)] is { } timeout && DurationSetting.TryRead(timeout, out var duration))
            options.Timeout = duration;
        if (TryReadMaxConcurrentCalls(out var calls))
            options.MaxConcurrentCalls = calls;
    }

    public ValidateOptionsResult Validate(string? name, TalerMerchantOptions options)
    {
        var mistakes = section.GetChildren()
            .Where(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{options.NameOf(child.Key)} is not known: remove it, or use one of {string.Join(", ", Known)}.")
            .ToList();
        if (section[nameof(options.Timeout)] is { } timeout && !DurationSetting.TryRead(timeout, out _))
            mistakes.Add($"{options.NameOf(nameof(options.Timeout))}: {DurationSetting.MistakeIn(timeout)}");
        if (section[nameof(options.MaxConcurrentCalls)] is not null && !TryReadMaxConcurrentCalls(out _))
            mistakes.Add($"{options.NameOf(nameof(options.MaxConcurrentCalls))} is no whole number: write it in digits, for example 200.");
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private bool TryReadMaxConcurrentCalls(out int calls) =>
        int.TryParse(section[nameof(TalerMerchantOptions.MaxConcurrentCalls)], NumberStyles.Integer, CultureInfo.InvariantCulture, out calls);
}
