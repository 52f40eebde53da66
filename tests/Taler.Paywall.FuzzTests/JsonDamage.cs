using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Taler.Paywall.FuzzTests;

/// <summary>Writes JSON with damage: other types, odd values, missing and doubled members. Also what no JSON writer would write.</summary>
internal sealed class JsonDamage
{
    private static readonly string[] OddValues =
    [
        "null", "true", "false", "[]", "{}", "\"\"", "0", "-1", "-0.0", "1e999", "1e-999", "9223372036854775808", "18446744073709551616", "1234567890123456789012345678901234567890",
        "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"\\u0000\"", "\"\\u202e\"", "\"<script>alert(1)</script>\"", "\"paid\"", "\"claimed\"", "\"unpaid\"", "\"PAID\"", "[null]", "[[[[]]]]",
        "{\"t_s\":\"never\"}", "{\"t_s\":-1}", "{\"t_s\":9223372036854775807}", "{\"t_s\":1e20}", "{\"t_s\":null}", "{\"t_s\":\"soon\"}", "{\"t_ms\":5}", "{\"t_s\":253402300800}",
        "\"KUDOS:0\"", "\"KUDOS:-1\"", "\"KUDOS:0.00000001\"", "\"KUDOS:4503599627370497\"", "\"KUDOS:1.123456789\"", "\"KUDOS:\"", "\":1\"", "\"EUR:1\"", "\"kudos:1\"", "\"KUDOS:1e5\"",
        "\"https://elsewhere.example/\"", "\"//elsewhere.example/\"", "\"javascript:alert(1)\"", "\"https://backend.example@elsewhere.example/\"", "\"https://backend.example.elsewhere.example/\"",
        "\"https://backend.example\\\\@elsewhere.example/\"", "\"HTTPS://ELSEWHERE.EXAMPLE/\"", "\"https://backend.example:8443/elsewhere.example/\"", "\"http://[::1\"", "\"/orders/1\"",
        "\"taler://pay/elsewhere.example/1/\"", "\"taler://pay/backend.example/instances/shop/1/2?c=3\"", "\"taler://pay///\"", "\"taler:\"",
    ];

    private readonly StringBuilder _text = new();
    private readonly FuzzInput _input;
    private readonly HashSet<int> _damaged = [];
    private int _place;

    private JsonDamage(FuzzInput input) => _input = input;

    /// <param name="input">Where the damage comes from.</param>
    /// <param name="answer">What a healthy backend would say.</param>
    /// <param name="places">How many places to damage.</param>
    public static byte[] Write(FuzzInput input, JsonNode answer, int places)
    {
        var damage = new JsonDamage(input);
        var count = Count(answer);
        while (damage._damaged.Count < Math.Min(places, count))
            damage._damaged.Add(input.Random.Next(count));
        damage.Write(answer);
        return places > 0 && input.OneIn(8) ? Break(input, damage._text.ToString()) : Encoding.UTF8.GetBytes(damage._text.ToString());
    }

    private static int Count(JsonNode? node) => 1 + node switch
    {
        JsonObject members => members.Sum(member => Count(member.Value)),
        JsonArray items => items.Sum(Count),
        _ => 0,
    };

    /// <summary>Not JSON any more, mostly.</summary>
    private static byte[] Break(FuzzInput input, string json) => input.Random.Next(9) switch
    {
        0 => [],
        1 => Encoding.UTF8.GetBytes(json[..input.Random.Next(json.Length)]),
        2 => Encoding.Latin1.GetBytes(Nonsense.Damage(input, json)),
        3 => Encoding.UTF8.GetBytes(json + json),
        4 => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)],
        5 => Encoding.UTF8.GetBytes(new string('[', 5_000)),
        6 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"order_status\":", 1_000))),
        7 => Encoding.Unicode.GetBytes(json),
        _ when input.OneIn(50) => Encoding.UTF8.GetBytes($"{{\"x\":\"{new string('x', 1 << 20)}\",{json[1..]}"),
        _ => Encoding.UTF8.GetBytes("<!DOCTYPE html><title>elsewhere.example</title>"),
    };

    private void Write(JsonNode? node)
    {
        if (_damaged.Contains(_place++))
            WriteDamaged(node);
        else if (node is JsonObject members)
            WriteMembers(members);
        else if (node is JsonArray items)
            WriteItems(items);
        else
            _text.Append(node is null ? "null" : node.ToJsonString());
    }

    private void WriteMembers(JsonObject members)
    {
        _text.Append('{');
        var first = true;
        foreach (var (name, value) in members)
        {
            if (_damaged.Contains(_place) && _input.OneIn(3))
            {
                _place += Count(value);
                continue;
            }
            if (!first)
                _text.Append(',');
            first = false;
            if (_damaged.Contains(_place) && _input.OneIn(4))
                _text.Append(JsonSerializer.Serialize(name)).Append(':').Append(_input.Pick(OddValues)).Append(',');
            _text.Append(JsonSerializer.Serialize(_damaged.Contains(_place) && _input.OneIn(8) ? name.ToUpperInvariant() : name)).Append(':');
            Write(value);
        }
        _text.Append('}');
    }

    private void WriteItems(JsonArray items)
    {
        _text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            _text.Append(i > 0 ? "," : "");
            Write(items[i]);
        }
        _text.Append(']');
    }

    private void WriteDamaged(JsonNode? node)
    {
        _place += Count(node) - 1;
        _text.Append(_input.Random.Next(10) switch
        {
            < 6 => _input.Pick(OddValues),
            6 => JsonSerializer.Serialize(Nonsense.Damage(_input, node is JsonValue ? node.ToString() : "x")),
            7 => new string('[', 200) + new string(']', 200),
            8 => $"\"{new string('x', 5_000)}\"",
            _ => $"[{node?.ToJsonString() ?? "null"}]",
        });
    }
}
