using Taler.Paywall.Settings;

namespace Taler.Paywall.Start;

/// <summary>What advice is drawn from: an application that has just started, as plain data.</summary>
internal sealed record StartFacts
{
    public required PaywallRules Rules { get; init; }

    /// <summary>The sections that the paywall was given and that the configuration does not have.</summary>
    public required IReadOnlyList<string> MissingSections { get; init; }

    public required bool IsProduction { get; init; }

    /// <summary>Every pipeline and branch with the paywall in it.</summary>
    public required IReadOnlyList<Pipeline> Pipelines { get; init; }

    /// <summary>Whether the host's configuration switches forwarded headers on, in front of everything.</summary>
    public required bool ForwardsHeaders { get; init; }

    /// <summary>Whether a method override behind the paywall takes the method from a form field.</summary>
    public required bool OverridesByFormBehind { get; init; }

    /// <summary>Endpoints below configured patterns.</summary>
    public required IReadOnlyList<CoveredEndpoint> CoveredEndpoints { get; init; }

    /// <summary>How many endpoints sell themselves.</summary>
    public required int SoldEndpoints { get; init; }

    /// <summary>How many endpoints are declared free.</summary>
    public required int FreeEndpoints { get; init; }

    /// <summary>Paths that are sold and that a file server in front of the paywall hands out all the same.</summary>
    public required IReadOnlyList<EarlyPath> EarlyPaths { get; init; }

    /// <summary>The currencies of all prices.</summary>
    public required IReadOnlyList<string> Currencies { get; init; }

    /// <summary>The merchant backend as we reach it.</summary>
    public required Uri Backend { get; init; }

    /// <summary>The merchant backend as buyers reach it.</summary>
    public required Uri PublicBackend { get; init; }

    /// <summary>Whether the keys of the cookie surely end with the process. Only looked at in Production.</summary>
    public required bool KeysInMemory { get; init; }

    public bool SellsNothing => Rules.Resources.Count == 0 && SoldEndpoints == 0;
}

/// <summary>An endpoint below a configured pattern.</summary>
/// <param name="Endpoint">Its display name.</param>
/// <param name="Setting">The entry of the pattern.</param>
/// <param name="ShortCircuits">Whether routing runs it at once, past all other middleware.</param>
/// <param name="SpeaksOfPayment">Whether it sells itself or is declared free, whatever the pattern says.</param>
/// <param name="LeavesMethodsOpen">Whether it takes every method, and some of them are neither sold nor declared free.</param>
internal sealed record CoveredEndpoint(string Endpoint, string Setting, bool ShortCircuits, bool SpeaksOfPayment, bool LeavesMethodsOpen);

/// <summary>A sold path that is served in front of the paywall.</summary>
/// <param name="Path">The path.</param>
/// <param name="Setting">The entry that sells it.</param>
internal sealed record EarlyPath(string Path, string Setting);
