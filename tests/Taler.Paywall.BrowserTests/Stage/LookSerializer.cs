using System.Diagnostics.CodeAnalysis;
using Taler.Paywall.BrowserTests.Stage;
using Xunit.Sdk;

[assembly: RegisterXunitSerializer(typeof(LookSerializer), typeof(Look))]

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>Makes each look a test of its own in the list.</summary>
public sealed class LookSerializer : IXunitSerializer
{
    public object Deserialize(Type type, string serializedValue) => Look.Parse(serializedValue);

    public bool IsSerializable(Type type, object? value, [NotNullWhen(false)] out string? failureReason)
    {
        failureReason = value is Look ? null : "Not a look.";
        return failureReason is null;
    }

    public string Serialize(object value) => value.ToString()!;
}
