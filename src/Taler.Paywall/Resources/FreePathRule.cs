using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>A valid entry of the setting <c>FreePaths</c>: an exception from the patterns that are less specific.</summary>
internal sealed class FreePathRule : PathRule
{
    protected override ResourceMatch Match(string?[] values, HttpRequest request) => ResourceMatch.Free(this);
}
